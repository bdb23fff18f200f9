package ai.d2l.view;

import ai.d2l.plot.GreyPicture;
import ai.d2l.plot.ImageGrid;
import ai.d2l.plot.ImageGrid.Picture;
import ai.d2l.plot.Pictures;
import ai.d2l.plot.Rendering;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Draws an array that may be a picture, or several: grey, height by width, perhaps with a channel
 * and an example dimension before. Bytes are drawn as they are, other values from the least (black)
 * to the largest (white).
 */
final class PictureOfArray {

    private static final int SMALLEST = 8;
    private static final int LARGEST = 256;
    private static final int MOST_PICTURES = 10;

    private PictureOfArray() {}

    /** Returns the picture, or nothing if this is no array of that form. */
    static Optional<String> html(NDArray array) {
        Shape shape = array.getShape();
        int rank = shape.dimension();
        if (rank < 2 || rank > 4 || !isPicture(shape, rank) || isManyMaps(shape, rank)) {
            return Optional.empty();
        }
        long[] most = new long[rank];
        for (int i = 0; i < rank; i++) {
            most[i] = i < rank - 2 ? (i == 0 ? MOST_PICTURES : 1) : LARGEST;
        }
        return FirstValues.read(array, most)
                .map(values -> draw(values, array.getDataType()))
                .map(png -> Rendering.img(png, "the first values as grey pictures"));
    }

    private static boolean isPicture(Shape shape, int rank) {
        long height = shape.get(rank - 2);
        long width = shape.get(rank - 1);
        return height >= SMALLEST && height <= LARGEST && width >= SMALLEST && width <= LARGEST;
    }

    /** A kernel of a convolution has many channels, and so have the maps between layers. */
    private static boolean isManyMaps(Shape shape, int rank) {
        return rank == 4 && shape.get(1) != 1;
    }

    private static byte[] draw(FirstValues values, DataType type) {
        Shape shape = values.shape();
        int height = (int) shape.get(shape.dimension() - 2);
        int width = (int) shape.get(shape.dimension() - 1);
        ToIntFunction<Double> grey = type == DataType.UINT8 ? Double::intValue : stretch(values);
        var pictures = new ArrayList<Picture>();
        for (int from = 0; from < values.values().length; from += height * width) {
            int[][] pixels = new int[height][width];
            for (int i = 0; i < height * width; i++) {
                pixels[i / width][i % width] = grey.applyAsInt(values.values()[from + i]);
            }
            pictures.add(new Picture(new GreyPicture(pixels).square(), List.of()));
        }
        return Pictures.png(ImageGrid.draw(pictures, MOST_PICTURES));
    }

    private static ToIntFunction<Double> stretch(FirstValues values) {
        double least = Double.MAX_VALUE;
        double largest = -Double.MAX_VALUE;
        for (double value : values.values()) {
            if (Double.isFinite(value)) {
                least = Math.min(least, value);
                largest = Math.max(largest, value);
            }
        }
        double from = least;
        double range = largest > least ? largest - least : 1;
        return value -> (int) Math.max(0, Math.min(255, Math.round((value - from) / range * 255)));
    }
}
