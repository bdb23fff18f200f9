package ai.d2l.internal.draw;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Points of one name, and how they are drawn.
 *
 * @param y as many values as x; those that are not finite leave a gap
 */
public record Series(String name, double[] x, double[] y, Kind kind) {

    private static final int CORNERS = 4;
    private static final double HALF_A_BAR = 0.4;

    /** How points are drawn. */
    public enum Kind {
        /** Joined in the order in which they come. */
        LINE,
        /** Each by itself. */
        POINTS,
        /** Joined, and filled down to 0; x must not fall. */
        AREA
    }

    /** Makes a line. */
    public static Series line(String name, double[] x, double... y) {
        return new Series(name, x, y, Kind.LINE);
    }

    /**
     * Returns bars of these heights around 0, 1, 2 …; there is none where that is not finite.
     *
     * @param number of this series, from 0, among so many beside each other
     */
    public static Series bars(int number, int series, double... heights) {
        var bars = emptyBars(heights.length);
        double width = 2 * HALF_A_BAR / series;
        for (int i = 0; i < heights.length; i++) {
            double left = i - HALF_A_BAR + number * width;
            put(bars, i, left, left + width, heights[i]);
        }
        return bars;
    }

    /** Returns how many of the values are in each of so many bins; those not finite are in none. */
    public static Series histogram(int bins, double... values) {
        var range = Arrays.stream(values).filter(Double::isFinite).summaryStatistics();
        double span = range.getMax() - range.getMin();
        double width = span > 0 ? span / bins : 1;
        double[] counts = new double[bins];
        for (double value : values) {
            if (Double.isFinite(value)) {
                counts[Math.min(bins - 1, (int) ((value - range.getMin()) / width))]++;
            }
        }
        var series = emptyBars(bins);
        for (int i = 0; i < bins; i++) {
            // each ends at the very number at which the next begins: XChart refuses a step back
            double left = range.getMin() + i * width;
            put(series, i, left, range.getMin() + (i + 1) * width, counts[i]);
        }
        return series;
    }

    private static Series emptyBars(int bars) {
        return new Series("", new double[CORNERS * bars], new double[CORNERS * bars], Kind.AREA);
    }

    private static void put(Series bars, int i, double left, double right, double height) {
        double[] x = {left, left, right, right};
        double[] y = {0, height, height, 0};
        System.arraycopy(x, 0, bars.x(), CORNERS * i, CORNERS);
        System.arraycopy(y, 0, bars.y(), CORNERS * i, CORNERS);
    }

    /** Returns the same points under another name. */
    public Series named(String name) {
        return new Series(name, x, y, kind);
    }

    /** Returns how many values there are; four corners of a bar are one. */
    int size() {
        return kind == Kind.AREA ? x.length / CORNERS : x.length;
    }

    /** Returns bars that begin there and not at 0, which a logarithmic axis does not have. */
    Series standingOn(double ground) {
        double[] ys = y.clone();
        for (int i = 0; i < ys.length; i += CORNERS) {
            ys[i] = ground;
            ys[i + CORNERS - 1] = ground;
        }
        return new Series(name, x, ys, kind);
    }

    /** Returns whether a point can be drawn. */
    boolean isSeen(int i, Axes axes) {
        return axes.x().takes(x[i]) && axes.y().takes(y[i]);
    }

    /** Returns how many values cannot be drawn. */
    int unseen(Axes axes) {
        int step = kind == Kind.AREA ? CORNERS : 1;
        return size() - (int) seen(axes).filter(i -> i % step == step / 2).count();
    }

    private IntStream seen(Axes axes) {
        return IntStream.range(0, x.length).filter(i -> isSeen(i, axes));
    }

    /** Returns this in words: its name, how many points, from where to where. */
    String words(Axes axes) {
        var seen = seen(axes).mapToDouble(i -> y[i]).summaryStatistics();
        String corners =
                kind == Kind.AREA ? "%d bars".formatted(size()) : "%,d points".formatted(size());
        return "%s%s, y from %s to %s"
                .formatted(
                        name.isBlank() ? "" : name + " ",
                        corners,
                        Axes.number(seen.getMin()),
                        Axes.number(seen.getMax()));
    }

    /** Returns the points with NaN for each y that cannot be drawn, as XChart leaves gaps. */
    Series withGaps(Axes axes) {
        double[] xs = x.clone();
        double[] ys = y.clone();
        double firstX = seen(axes).mapToDouble(i -> x[i]).findFirst().orElse(1);
        for (int i = 0; i < xs.length; i++) {
            if (!isSeen(i, axes)) {
                xs[i] = i == 0 ? firstX : xs[i - 1];
                ys[i] = Double.NaN;
            }
        }
        return new Series(name, xs, ys, kind);
    }

    /**
     * Returns the points that can be seen at this many pixels: of those that follow each other in
     * one column, the first, the lowest, the highest and the last; of points that are not joined,
     * one for each pixel. The picture stays the same.
     *
     * <p>Source: U. Jugel et al., "M4: A Visualization-Oriented Time Series Data Aggregation", VLDB
     * 2014.
     */
    Series thinned(Axes axes, int pixels) {
        if (x.length <= 4 * pixels || kind == Kind.AREA) {
            return this;
        }
        int[] column = places(x, axes.x(), pixels);
        BitSet kept = kind == Kind.LINE ? ofLine(column) : ofPoints(column, axes, pixels);
        int[] rows = kept.stream().toArray();
        return new Series(name, at(x, rows), at(y, rows), kind);
    }

    private BitSet ofLine(int... column) {
        var kept = new BitSet();
        for (int from = 0; from < x.length; ) {
            int to = from;
            int low = from;
            int high = from;
            boolean gap = Double.isNaN(y[from]);
            while (to < x.length && column[to] == column[from] && Double.isNaN(y[to]) == gap) {
                low = y[to] < y[low] ? to : low;
                high = y[to] > y[high] ? to : high;
                to++;
            }
            kept.set(from);
            kept.set(low);
            kept.set(high);
            kept.set(to - 1);
            from = to;
        }
        return kept;
    }

    private BitSet ofPoints(int[] column, Axes axes, int pixels) {
        int[] row = places(y, axes.y(), pixels);
        var taken = new BitSet();
        var kept = new BitSet();
        for (int i = 0; i < x.length; i++) {
            int pixel = row[i] * (pixels + 1) + column[i];
            kept.set(i, !taken.get(pixel));
            taken.set(pixel);
        }
        return kept;
    }

    private static int[] places(double[] values, Axes.Axis axis, int pixels) {
        double[] on = Arrays.stream(values).map(axis::place).toArray();
        double min = Arrays.stream(on).filter(Double::isFinite).min().orElse(0);
        double max = Arrays.stream(on).filter(Double::isFinite).max().orElse(1);
        return Arrays.stream(on).mapToInt(v -> (int) ((v - min) / (max - min) * pixels)).toArray();
    }

    private static double[] at(double[] values, int... rows) {
        return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
    }
}
