package ai.d2l.kernel;

import ai.d2l.internal.draw.ImageGrid;
import ai.d2l.internal.draw.ImageGrid.Picture;
import ai.d2l.internal.draw.Pixels;
import ai.d2l.internal.draw.Pixels.Scale;
import ai.d2l.internal.notebook.Rendering;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Draws an array that may be a picture, or several: height by width, perhaps with a dimension of
 * one or three channels and one of examples before. Bytes are drawn as they are, other values from
 * the least (black) to the largest (white); of a large one every n-th pixel is.
 */
final class PictureOfArray {

    private static final int SMALLEST = 8;
    private static final int LARGEST = 256;
    private static final int LONGEST_STRIP = 32;
    private static final int MOST_PICTURES = 10;

    private PictureOfArray() {}

    /** Returns the picture, a line that says why there is none, or nothing if it is no picture. */
    static Optional<String> html(NDArray array) {
        Shape shape = array.getShape();
        int rank = shape.dimension();
        if (rank < 2 || rank > 4 || (rank == 4 && !isChannels(shape.get(1)))) {
            return Optional.empty(); // a kernel has many channels, and so have maps between layers
        }
        long height = shape.get(rank - 2);
        long width = shape.get(rank - 1);
        if (Math.min(height, width) < SMALLEST) {
            return Optional.empty();
        }
        if (Math.max(height, width) > LONGEST_STRIP * Math.min(height, width)) {
            String strip = "too long a strip to be drawn: %,d by %,d".formatted(height, width);
            return Optional.of(Rendering.line(strip));
        }
        long step = (Math.max(height, width) - 1) / LARGEST + 1;
        int channels = rank > 2 && shape.get(rank - 3) == 3 ? 3 : 1;
        return FirstValues.read(array, index(shape, channels, step))
                .map(values -> draw(values, channels, array.getDataType()))
                .map(png -> Rendering.img(png, "the first values as pictures") + note(step));
    }

    private static boolean isChannels(long size) {
        return size == 1 || size == 3;
    }

    /** Of the first pictures all channels, and of height and width every n-th pixel. */
    private static String index(Shape shape, int channels, long step) {
        int rank = shape.dimension();
        var parts = new ArrayList<String>();
        for (int i = 0; i < rank; i++) {
            boolean isCount = i == 0 && (rank == 4 || rank == 3 && channels == 1);
            long end = isCount ? Math.min(MOST_PICTURES, shape.get(0)) : shape.get(i);
            parts.add(i < rank - 2 || step == 1 ? ":" + end : "0:" + end + ":" + step);
        }
        return String.join(",", parts);
    }

    private static String note(long step) {
        return step == 1 ? "" : Rendering.line("drawn at every %,d. pixel".formatted(step));
    }

    private static byte[] draw(FirstValues part, int channels, DataType type) {
        Shape shape = part.shape();
        int height = (int) shape.get(shape.dimension() - 2);
        int width = (int) shape.get(shape.dimension() - 1);
        double[] values = part.values();
        Scale scale =
                type == DataType.UINT8 ? new Scale(0, 255) : Scale.of(values, 0, values.length);
        var pictures = new ArrayList<Picture>();
        int size = channels * height * width;
        for (int from = 0; from < values.length; from += size) {
            var picture = Pixels.picture(values, from, channels, height, width, scale);
            pictures.add(new Picture(picture, List.of()));
        }
        int side = pictures.size() == 1 ? ImageGrid.SINGLE : ImageGrid.SIDE;
        return Pixels.png(ImageGrid.draw(pictures, MOST_PICTURES, side));
    }
}
