package ai.d2l;

import java.util.Arrays;

/**
 * Sums several quantities at once, such as loss, correct predictions and examples over an epoch.
 *
 * <pre>{@code
 * var metric = new Accumulator(2);
 * metric.add(3, 4);
 * metric.add(1, 1);
 * metric.get(0); // 4.0
 * }</pre>
 *
 * <p>All sums are kept in double precision. Not safe for use by several threads at once.
 */
public final class Accumulator {

    private final double[] sums;

    /**
     * Starts the given number of sums, each at zero.
     *
     * @param n the number of sums, at least 1
     * @throws IllegalArgumentException if {@code n} is below 1
     */
    public Accumulator(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("An Accumulator needs at least 1 sum, got " + n);
        }
        sums = new double[n];
    }

    /**
     * Adds one value to each sum, in order.
     *
     * @param values as many values as there are sums
     * @throws IllegalArgumentException if the number of values is another than that of the sums
     */
    public void add(double... values) {
        if (values.length != sums.length) {
            throw new IllegalArgumentException(
                    "Accumulator of %s, got %s"
                            .formatted(count(sums.length, "sum"), count(values.length, "value")));
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] += values[i];
        }
    }

    /**
     * Returns one of the sums.
     *
     * @param i which one, from 0
     * @throws IndexOutOfBoundsException if there is no such sum
     */
    public double get(int i) {
        if (i < 0 || i >= sums.length) {
            throw new IndexOutOfBoundsException(
                    "Accumulator of %s has no sum %d, the last one is %d"
                            .formatted(count(sums.length, "sum"), i, sums.length - 1));
        }
        return sums[i];
    }

    /** Sets every sum back to zero. */
    public void reset() {
        Arrays.fill(sums, 0);
    }

    private static String count(int n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }
}
