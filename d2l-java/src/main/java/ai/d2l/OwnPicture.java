package ai.d2l;

import static ai.d2l.internal.engine.Arguments.require;
import static java.util.stream.Collectors.joining;

import ai.d2l.internal.data.PictureFile;
import ai.d2l.internal.draw.GreyPicture;
import ai.d2l.internal.draw.ImageGrid;
import ai.d2l.internal.draw.ImageGrid.Picture;
import ai.d2l.internal.notebook.Pictures;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture of your own, made into one like those of Fashion-MNIST: grey, light on black, cut to
 * what is there, 28 by 28 pixels.
 *
 * <pre>{@code
 * var picture = OwnPicture.read(Path.of("shoe.jpg"));
 * picture.show(); // each step
 * NDArray X = picture.toArray(manager); // (1, 1, 28, 28), uint8
 * }</pre>
 */
public final class OwnPicture {

    private static final int SIZE = 28;

    private final List<Step> steps = new ArrayList<>();

    private record Step(String name, GreyPicture picture) {}

    private OwnPicture(GreyPicture grey) {
        add("grey", grey);
        GreyPicture dark = grey.lightOnDark();
        add(dark == grey ? "is light on dark" : "negative", dark);
        GreyPicture cut = dark.cutToContent();
        add("cut", cut);
        GreyPicture strip = cut.thickened(SIZE);
        if (strip != cut) {
            add("thickened", strip);
        }
        add("made small", strip.fitInto(SIZE));
    }

    private void add(String name, GreyPicture picture) {
        steps.add(new Step(name, picture));
    }

    /**
     * Reads a PNG, JPEG, GIF or BMP of any size and colour; what is transparent becomes white.
     *
     * @throws IOException if there is no such file or it is no picture; the message names it
     */
    public static OwnPicture read(Path file) throws IOException {
        require(file != null, "file", null, "a Path");
        return new OwnPicture(GreyPicture.of(PictureFile.read(file)));
    }

    /** Shows what each step has made of the picture. */
    public void show() {
        var pictures = new ArrayList<Picture>();
        for (Step step : steps) {
            pictures.add(new Picture(step.picture().image(), List.of(step.name(), size(step))));
        }
        String text =
                steps.stream()
                        .map(step -> step.name() + " " + size(step))
                        .collect(joining(", ", "the picture step by step: ", ""));
        Pictures.show(ImageGrid.draw(pictures, steps.size(), ImageGrid.SIDE), text);
    }

    private static String size(Step step) {
        return "%d × %d".formatted(step.picture().height(), step.picture().width());
    }

    /** Returns the last step: uint8, (1, 1, 28, 28); it belongs to the manager. */
    public NDArray toArray(NDManager manager) {
        byte[] bytes = steps.get(steps.size() - 1).picture().bytes();
        NDArray array = manager.create(new Shape(1, 1, SIZE, SIZE), DataType.UINT8);
        array.set(bytes);
        return array;
    }
}
