import ai.djl.ndarray.*;
import ai.djl.ndarray.types.*;
import java.awt.image.*;
import java.util.*;

/** Arrays of (…, height, width) as pictures, from the least value, black, to the largest. */
final class Images {
    private final float[] values;
    private final int height, width, channels;
    private int columns = 10;
    private String text = "pictures";

    private Images(NDArray X, boolean hasOneScale, int channels) {
        Shape shape = X.getShape();
        this.channels = channels;
        height = (int) shape.get(shape.dimension() - 2);
        width = (int) shape.get(shape.dimension() - 1);
        values = X.toType(DataType.FLOAT32, false).toFloatArray();
        int size = hasOneScale ? values.length : height * width;
        for (int from = 0; from < values.length; from += size) {
            float[] sorted = Arrays.copyOfRange(values, from, from + size);
            Arrays.sort(sorted);
            for (int i = from; i < from + size; i++) {
                values[i] = (values[i] - sorted[0]) / (sorted[size - 1] - sorted[0]);
            }
        }
    }

    /** Grey ones, or of three channels, the first of which is red; where they come last, grey. */
    static Images of(NDArray X) {
        Shape shape = X.getShape();
        boolean comeLast = shape.get(shape.dimension() - 1) == 3;
        boolean comeFirst = shape.dimension() == 4 && shape.get(1) == 3;
        NDArray floats = X.toType(DataType.FLOAT32, false);
        return new Images(comeLast ? floats.mean(new int[] {-1}) : floats, true, comeFirst ? 3 : 1);
    }

    static Images maps(NDArray maps) {
        return new Images(maps, false, 1).captions("maps");
    }

    static Images heatMap(NDArray matrix) {
        return new Images(matrix, true, 1).captions("a heat map");
    }

    static Images kernels(NDArray kernels) {
        return new Images(kernels, true, 1).captions("kernels");
    }

    /** Prints the rows of the matrix, too, with their names. */
    static Images matrix(NDArray matrix, List<String> rows, List<String> columns) {
        for (int i = 0; i < rows.size(); i++) {
            System.out.println(Arrays.toString(matrix.get(i).toFloatArray()) + " " + rows.get(i));
        }
        return new Images(matrix, true, 1).captions("a column for each of " + columns);
    }

    static void showImages(NDArray X, int rows, int columns, List<String> titles) {
        of(X.get("0:" + rows * columns)).captions(titles).columns(columns).show();
    }

    Images captions(List<String> captions) {
        return captions(captions.toArray(String[]::new));
    }

    Images captions(String... captions) {
        text = String.join(", ", captions);
        return this;
    }

    /** The pictures of the program keep their size. */
    Images size(int side) {
        return this;
    }

    Images columns(int columns) {
        this.columns = columns;
        return this;
    }

    void show() {
        int count = values.length / channels / height / width;
        int rows = (count + columns - 1) / columns;
        var all =
                new BufferedImage(
                        Math.min(count, columns) * width,
                        rows * height,
                        BufferedImage.TYPE_INT_RGB);
        int area = height * width;
        for (int i = 0; i < count * area; i++) {
            int n = i / area, rgb = 0;
            for (int channel = 0; channel < 3; channel++) {
                int plane = n * channels + channel % channels;
                rgb = rgb << 8 | Math.round(255 * values[plane * area + i % area]);
            }
            int x = n % columns * width + i % width;
            int y = n / columns * height + i / width % height;
            all.setRGB(x, y, rgb);
        }
        Pictures.show(all, text);
    }
}
