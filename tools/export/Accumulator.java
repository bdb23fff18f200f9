/** Adds up several numbers over time. */
final class Accumulator {
    private final double[] sums;

    Accumulator(int n) {
        sums = new double[n];
    }

    void add(double... values) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += values[i];
        }
    }

    double get(int i) {
        return sums[i];
    }
}
