package ai.d2l;

import static ai.d2l.internal.draw.Axes.number;
import static ai.d2l.internal.engine.Arguments.require;

import ai.d2l.internal.draw.ImageGrid;
import ai.d2l.internal.draw.ImageGrid.Picture;
import ai.d2l.internal.draw.NamedMatrix;
import ai.d2l.internal.draw.Numbers;
import ai.d2l.internal.draw.Pixels;
import ai.d2l.internal.draw.Pixels.Scale;
import ai.d2l.internal.notebook.Pictures;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Pictures made of arrays, in rows; as a cell's last value they show themselves.
 *
 * <pre>{@code
 * Images.of(X).captions("coat", "bag").show(); // (n, 1 or 3, height, width)
 * Images.maps(net.forward(…).head()); // feature maps, each from its least to its largest value
 * Images.kernels(weights); // blue below 0, red above, all to one scale
 * Images.heatMap(weights); // a matrix in colours, with a bar that tells what they mean
 * Images.matrix(counts, labels, labels); // a table in colours, with its numbers
 * }</pre>
 *
 * <p>The arrays are read at once, and may be closed then.
 */
public final class Images {

    /** More are not drawn; the text says how many there were. */
    private static final int MOST = 200;

    private final List<BufferedImage> pictures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private String what = "";
    private List<String> captions = List.of();
    private int columns = 10;
    private int side;

    private Images() {}

    /**
     * Takes pictures, grey or in colours.
     *
     * <p>Bytes are drawn as they are, other values from 0 (black) to 1 (white); if some lie beyond,
     * all are drawn from the least to the largest of them, and the text says so. What is not a
     * number is orange.
     *
     * @param X of shape (height, width), (channels, height, width), (n, channels, height, width)
     *     with 1 or 3 channels, the same with 3 channels last, or n grey ones of (n, height, width)
     * @throws IllegalArgumentException if it is of another shape, empty or closed
     */
    public static Images of(NDArray X) {
        Shape shape = requireValues(X);
        int rank = shape.dimension();
        boolean isRow = rank == 3 || rank == 4;
        boolean channelsLast =
                isRow && shape.get(rank - 1) == 3 && !isChannels(shape.get(rank - 3));
        if (channelsLast) {
            try (NDArray moved = rank == 3 ? X.transpose(2, 0, 1) : X.transpose(0, 3, 1, 2)) {
                return of(moved);
            }
        }
        if (rank == 4 && isChannels(shape.get(1))) {
            return new Images().add(X, (int) shape.get(1), false);
        }
        if (rank == 2 || rank == 3) {
            return new Images().add(X, rank == 3 && shape.get(0) == 3 ? 3 : 1, false);
        }
        throw new IllegalArgumentException(
                "An array of shape %s is no picture: that takes (height, width) or (n, channels, height, width) with 1 or 3 channels%s"
                        .formatted(shape, rank == 4 ? "; Images.maps(X.get(0)) shows maps" : ""));
    }

    /**
     * Takes feature maps as grey pictures, each from its own least value (black) to its largest
     * (white), with its number above it.
     *
     * @param maps of shape (channels, height, width) or (1, channels, height, width)
     * @throws IllegalArgumentException if it is of another shape, empty or closed
     */
    public static Images maps(NDArray maps) {
        Shape shape = requireValues(maps);
        int rank = shape.dimension();
        if (rank != 3 && (rank != 4 || shape.get(0) != 1)) {
            throw new IllegalArgumentException(
                    "Maps of shape %s: it takes those of one example, (channels, height, width)"
                            .formatted(shape));
        }
        var images = new Images().add(maps, 1, true);
        images.captions =
                IntStream.range(0, images.pictures.size()).mapToObj(String::valueOf).toList();
        return images;
    }

    /**
     * Takes a matrix in colours, from its least value (dark) to its largest (light), with a bar
     * that tells which is which.
     *
     * @param matrix of shape (rows, columns)
     * @throws IllegalArgumentException if it is of another shape, empty or closed
     */
    public static Images heatMap(NDArray matrix) {
        Shape shape = requireValues(matrix);
        if (shape.dimension() != 2) {
            throw new IllegalArgumentException(
                    "A heat map of shape %s: it takes (rows, columns)".formatted(shape));
        }
        double[] values = Numbers.of(matrix);
        Scale scale = Scale.of(values, 0, values.length);
        var images = new Images();
        images.pictures.add(Pixels.heatMap(values, (int) shape.get(1), scale));
        images.what = "heat map of %d × %d".formatted(shape.get(0), shape.get(1));
        images.notes.add(
                "from %s (dark) to %s (light)".formatted(number(scale.min()), number(scale.max())));
        images.side =
                Math.max(images.pictures.get(0).getWidth(), images.pictures.get(0).getHeight());
        return images;
    }

    /**
     * Takes the kernels of a convolution, blue below 0, white at 0, red above, all to one scale,
     * each with its number above it.
     *
     * @param kernels of shape (n, height, width), or (n, 1, height, width) as the weights of a
     *     convolution of grey pictures
     * @throws IllegalArgumentException if it is of another shape, empty or closed
     */
    public static Images kernels(NDArray kernels) {
        Shape shape = requireValues(kernels);
        int rank = shape.dimension();
        if (rank != 3 && (rank != 4 || shape.get(1) != 1)) {
            throw new IllegalArgumentException(
                    "Kernels of shape %s: it takes (n, height, width) or (n, 1, height, width)%s"
                            .formatted(
                                    shape, rank == 4 ? "; get(0) of it are those of one map" : ""));
        }
        int width = (int) shape.get(rank - 1);
        int size = width * (int) shape.get(rank - 2);
        double[] values = Numbers.of(kernels);
        Scale range = Scale.of(values, 0, values.length);
        double largest = Math.max(Math.abs(range.min()), Math.abs(range.max()));
        var images = new Images();
        int count = Math.min(values.length / size, MOST);
        for (int i = 0; i < count; i++) {
            double[] kernel = Arrays.copyOfRange(values, i * size, (i + 1) * size);
            images.pictures.add(Pixels.signed(kernel, width, largest));
        }
        images.captions = IntStream.range(0, count).mapToObj(String::valueOf).toList();
        images.notes.add(
                "from %1$s (blue) over 0 (white) to %2$s (red)"
                        .formatted(number(0 - largest), number(largest)));
        return images;
    }

    /**
     * Takes a matrix as a table in colours, from white (0, or the least value below it) to dark
     * blue (the largest), with its numbers, two digits behind the point: how often a class was
     * taken for which, what a word attends to.
     *
     * @param matrix of shape (rows, columns)
     * @param rows a name for each row
     * @param columns a name for each column
     * @throws IllegalArgumentException if it is of another shape, empty or closed, or there are
     *     more or fewer names
     */
    public static Images matrix(NDArray matrix, List<String> rows, List<String> columns) {
        var named = new Shape(rows.size(), columns.size());
        String range = named + ", one value for each pair of names";
        require(
                requireValues(matrix).equals(named),
                "the matrix's shape",
                matrix.getShape(),
                range);
        var images = new Images();
        var table = new NamedMatrix(Numbers.of(matrix), rows, columns);
        images.pictures.add(table.draw());
        images.what = "matrix of %d × %d".formatted(rows.size(), columns.size());
        images.notes.add("columns " + String.join(", ", columns));
        IntStream.range(0, rows.size()).mapToObj(table::words).forEach(images.notes::add);
        images.side =
                Math.max(images.pictures.get(0).getWidth(), images.pictures.get(0).getHeight());
        return images;
    }

    /**
     * Shows the first pictures of an array in rows, with titles above them.
     *
     * @param X pictures of shape (n, 1 or 3, height, width) or grey ones of (n, height, width), n
     *     at least rows times columns
     * @param rows at least 1
     * @param columns at least 1
     * @param titles one for each picture that is shown, or none at all
     * @throws IllegalArgumentException if X is of another shape, empty or closed, has fewer
     *     pictures, or there are more or fewer titles
     */
    public static void showImages(NDArray X, int rows, int columns, List<String> titles) {
        require(rows >= 1, "rows", rows, "a whole number from 1");
        require(columns >= 1, "columns", columns, "a whole number from 1");
        require(titles != null, "titles", null, "a title for each picture, or List.of()");
        Shape shape = requireValues(X);
        int rank = shape.dimension();
        boolean many = rank == 3 || rank == 4;
        require(many, "X", "of shape " + shape, "pictures, of shape (n, 1, height, width)");
        long count = (long) rows * columns;
        String range = "rows times columns or more, %,d".formatted(count);
        require(shape.get(0) >= count, "the number of pictures", shape.get(0), range);
        try (NDArray first = X.get("0:" + count);
                NDArray grey = rank == 3 ? first.expandDims(1) : first) {
            Images images = of(grey).columns(columns);
            (titles.isEmpty() ? images : images.captions(titles)).show();
        }
    }

    private static boolean isChannels(long size) {
        return size == 1 || size == 3;
    }

    private static Shape requireValues(NDArray array) {
        if (array.isReleased()) {
            throw new IllegalArgumentException("The array is closed: its values are gone");
        }
        require(array.size() > 0, "the array's shape", array.getShape(), "at least one value");
        return array.getShape();
    }

    private Images add(NDArray X, int channels, boolean eachItsOwn) {
        Shape shape = X.getShape();
        int rank = shape.dimension();
        int height = (int) shape.get(rank - 2);
        int width = (int) shape.get(rank - 1);
        long all = X.size() / ((long) channels * height * width);
        int count = (int) Math.min(all, MOST);
        what = "%,d picture%s of %d × %d".formatted(all, all == 1 ? "" : "s", height, width);
        if (count < all) {
            notes.add("the first %d are drawn".formatted(count));
        }
        int size = channels * height * width;
        try (NDArray flat = X.reshape(all, size);
                NDArray first = flat.get(":" + count)) {
            double[] values = Numbers.of(first);
            Scale common = scale(values, X.getDataType(), eachItsOwn);
            for (int i = 0; i < count; i++) {
                Scale scale = eachItsOwn ? Scale.of(values, i * size, size) : common;
                pictures.add(Pixels.picture(values, i * size, channels, height, width, scale));
            }
        }
        return this;
    }

    private Scale scale(double[] values, DataType type, boolean eachItsOwn) {
        if (type == DataType.UINT8 && !eachItsOwn) {
            return new Scale(0, 255);
        }
        Scale range = Scale.of(values, 0, values.length);
        if (range.min() >= 0 && range.max() <= 1 && !eachItsOwn) {
            return new Scale(0, 1);
        }
        notes.add("values from %s to %s".formatted(number(range.min()), number(range.max())));
        return range;
    }

    /**
     * Writes a text above each picture.
     *
     * @param captions one for each; {@code \n} begins a new line
     * @throws IllegalArgumentException if there are more or fewer than pictures
     */
    public Images captions(String... captions) {
        return captions(List.of(captions));
    }

    /** The same for a list. */
    public Images captions(List<String> captions) {
        require(
                captions.size() == pictures.size(),
                "the number of captions",
                captions.size(),
                "one for each of %d pictures".formatted(pictures.size()));
        this.captions = List.copyOf(captions);
        return this;
    }

    /** Sets how many pictures are in a row, at least 1; without it 10. */
    public Images columns(int columns) {
        require(columns >= 1, "columns", columns, "a whole number from 1");
        this.columns = columns;
        return this;
    }

    /** Sets the longer side of each picture in pixels, 1 to 2,000. */
    public Images size(int side) {
        require(side >= 1 && side <= 2000, "size", side, "1 to 2000 pixels");
        this.side = side;
        return this;
    }

    /** Returns the picture of all pictures. */
    public BufferedImage draw() {
        var grid = new ArrayList<Picture>();
        for (int i = 0; i < pictures.size(); i++) {
            List<String> lines = captions.isEmpty() ? List.of() : captions.get(i).lines().toList();
            grid.add(new Picture(pictures.get(i), lines));
        }
        int drawn = side > 0 ? side : pictures.size() == 1 ? ImageGrid.SINGLE : ImageGrid.SIDE;
        return ImageGrid.draw(grid, columns, drawn);
    }

    /**
     * Shows the pictures as an output of the running cell, or prints the text outside a notebook.
     */
    public void show() {
        Pictures.show(draw(), toString());
    }

    /**
     * Writes the pictures into one PNG file.
     *
     * @throws IOException if it cannot be written; the file is then as it was before
     */
    public void save(Path file) throws IOException {
        Pictures.save(file, Pixels.png(draw()));
    }

    /** Returns what is seen in words: the captions or the number of pictures, and notes. */
    @Override
    public String toString() {
        String named =
                captions.isEmpty()
                        ? what
                        : captions.stream()
                                .map(caption -> caption.replace('\n', ' '))
                                .collect(Collectors.joining(", "));
        return notes.isEmpty() ? named : named + "; " + String.join("; ", notes);
    }
}
