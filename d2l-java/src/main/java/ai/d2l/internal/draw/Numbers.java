package ai.d2l.internal.draw;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Numbers as doubles. */
public final class Numbers {

    private Numbers() {}

    public static double[] of(float... values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    public static double[][] of(float[]... values) {
        return Arrays.stream(values).map(Numbers::of).toArray(double[][]::new);
    }

    public static double[][] of(NDArray... arrays) {
        return Arrays.stream(arrays).map(Numbers::of).toArray(double[][]::new);
    }

    /**
     * Returns all values of an array, in its order.
     *
     * @throws IllegalArgumentException if the array is closed
     */
    public static double[] of(NDArray array) {
        if (array.isReleased()) {
            throw new IllegalArgumentException("The array is closed: its values are gone");
        }
        if (array.isEmpty()) {
            return new double[0];
        }
        try (NDArray doubles = array.toType(DataType.FLOAT64, true)) {
            return doubles.toDoubleArray();
        }
    }
}
