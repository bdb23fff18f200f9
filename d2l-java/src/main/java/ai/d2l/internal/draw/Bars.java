package ai.d2l.internal.draw;

import java.util.Arrays;

/** Rectangles over the x axis. */
public final class Bars {

    private static final int CORNERS = 4;
    private static final double HALF = 0.4;

    private Bars() {}

    /** Returns bars of these heights around 0, 1, 2 …; there is none where that is not finite. */
    public static Series of(double... heights) {
        var bars = empty(heights.length);
        for (int i = 0; i < heights.length; i++) {
            put(bars, i, i - HALF, i + HALF, heights[i]);
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
        var series = empty(bins);
        for (int i = 0; i < bins; i++) {
            double left = range.getMin() + i * width;
            put(series, i, left, left + width, counts[i]);
        }
        return series;
    }

    private static Series empty(int bars) {
        return new Series(
                "", new double[CORNERS * bars], new double[CORNERS * bars], Series.Kind.AREA);
    }

    private static void put(Series bars, int i, double left, double right, double height) {
        double[] x = {left, left, right, right};
        double[] y = {0, height, height, 0};
        System.arraycopy(x, 0, bars.x(), CORNERS * i, CORNERS);
        System.arraycopy(y, 0, bars.y(), CORNERS * i, CORNERS);
    }
}
