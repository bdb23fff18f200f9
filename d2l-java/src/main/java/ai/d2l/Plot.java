package ai.d2l;

import static ai.d2l.internal.engine.Arguments.require;

import ai.d2l.internal.draw.Axes;
import ai.d2l.internal.draw.Axes.Axis;
import ai.d2l.internal.draw.Figure;
import ai.d2l.internal.draw.Numbers;
import ai.d2l.internal.draw.Panel;
import ai.d2l.internal.draw.Series;
import ai.d2l.internal.draw.Series.Kind;
import ai.d2l.internal.notebook.Pictures;
import ai.d2l.internal.notebook.Rendering;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Plots numbers: one call, one picture; as a cell's last value it shows itself.
 *
 * <pre>{@code
 * Plot.function(0, 2 * Math.PI, Math::sin, Math::cos).legend("sin", "cos").xLabel("x");
 * Plot.lines(epochs, trainLoss, testLoss).legend("train", "test").logY().save(Path.of("loss.png"));
 * Plot.scatter(x, y).with(Plot.function(0, 1, a -> w * a + b)).legend("data", "fit").show();
 * }</pre>
 *
 * <p>Values may be double[], float[] or NDArrays of any shape, whose elements are taken in their
 * order. What is not finite, or not above 0 on a logarithmic axis, leaves a gap, and a sentence
 * below the title says so.
 */
public final class Plot {

    private static final int STEPS = 200;

    private final List<Series> series = new ArrayList<>();
    private String title = "";
    private long uncounted;
    private Axis xAxis = new Axis("x", "");
    private Axis yAxis = new Axis("y", "");
    private List<String> names = List.of();

    private Plot() {}

    /** Plots functions between two places. */
    public static Plot function(double from, double to, DoubleUnaryOperator... functions) {
        new Axis("x", "").spanning(from, to);
        double[] x = new double[STEPS + 1];
        Arrays.setAll(x, i -> from + (to - from) * i / STEPS);
        var ys = Arrays.stream(functions).map(f -> Arrays.stream(x).map(f).toArray());
        return lines(x, ys.toArray(double[][]::new));
    }

    /**
     * Joins points by lines, in the order in which they come.
     *
     * @param ys for each line as many values as x has
     * @throws IllegalArgumentException if there are more or fewer, or none at all
     */
    public static Plot lines(double[] x, double[]... ys) {
        return new Plot().add(Kind.LINE, x, ys);
    }

    /** The same for float[]. */
    public static Plot lines(float[] x, float[]... ys) {
        return lines(Numbers.of(x), Numbers.of(ys));
    }

    /** The same for arrays, which are read at once. */
    public static Plot lines(NDArray x, NDArray... ys) {
        return lines(Numbers.of(x), Numbers.of(ys));
    }

    /**
     * Draws each point by itself.
     *
     * @param ys for each cloud of points as many values as x has
     * @throws IllegalArgumentException if there are more or fewer, or none at all
     */
    public static Plot scatter(double[] x, double[]... ys) {
        return new Plot().add(Kind.POINTS, x, ys);
    }

    /** The same for float[]. */
    public static Plot scatter(float[] x, float[]... ys) {
        return scatter(Numbers.of(x), Numbers.of(ys));
    }

    /** The same for arrays, which are read at once. */
    public static Plot scatter(NDArray x, NDArray... ys) {
        return scatter(Numbers.of(x), Numbers.of(ys));
    }

    /**
     * Draws a bar for each name.
     *
     * @throws IllegalArgumentException if there are more or fewer heights than names, or none
     */
    public static Plot bars(List<String> names, double... heights) {
        return bars(names, heights, new double[0][]);
    }

    /**
     * Draws bars beside each other for each name, one of each series.
     *
     * @throws IllegalArgumentException if there are more or fewer heights than names, or none
     */
    public static Plot bars(List<String> names, double[] heights, double[]... more) {
        require(!names.isEmpty(), "the number of names", 0, "at least one");
        var plot = new Plot();
        plot.names = List.copyOf(names);
        for (int i = 0; i <= more.length; i++) {
            double[] each = i == 0 ? heights : more[i - 1];
            requireOneEach("heights", each.length, "names", names.size());
            plot.add(Series.bars(i, more.length + 1, each));
        }
        return plot;
    }

    /**
     * Counts values in bins of equal width, from the least to the largest.
     *
     * @param bins at least 1
     * @throws IllegalArgumentException if there are fewer bins, or no finite value
     */
    public static Plot histogram(double[] values, int bins) {
        require(bins >= 1 && bins <= 10_000, "bins", bins, "1 to 10000");
        long finite = Arrays.stream(values).filter(Double::isFinite).count();
        require(finite > 0, "the number of finite values", 0, "at least one");
        var plot = new Plot().add(Series.histogram(bins, values)).yLabel("count");
        plot.uncounted = values.length - finite;
        return plot;
    }

    /** The same for float[]. */
    public static Plot histogram(float[] values, int bins) {
        return histogram(Numbers.of(values), bins);
    }

    /** The same for an array, which is read at once. */
    public static Plot histogram(NDArray values, int bins) {
        return histogram(Numbers.of(values), bins);
    }

    private Plot add(Kind kind, double[] x, double[]... ys) {
        require(ys.length > 0, "the number of y", 0, "at least one");
        for (double[] y : ys) {
            if (y.length != x.length) {
                throw new IllegalArgumentException(
                        "x has %d values and y has %d: it takes one y for each x"
                                .formatted(x.length, y.length));
            }
            require(x.length > 0, "the number of values", 0, "at least one");
            add(new Series("", x.clone(), y.clone(), kind));
        }
        return this;
    }

    private Plot add(Series points) {
        series.add(points);
        return requireSeen();
    }

    private static void requireOneEach(String what, int count, String of, int size) {
        String range = "one for each of %d %s".formatted(size, of);
        require(count == size, "the number of " + what, count, range);
    }

    private Plot requireSeen() {
        panel().requireSeen();
        return this;
    }

    private Panel panel() {
        return new Panel(new Axes(xAxis, yAxis, names), List.copyOf(series), 0);
    }

    /** Draws what is in another plot over this one; the axes stay. */
    public Plot with(Plot other) {
        series.addAll(other.series);
        uncounted += other.uncounted;
        return requireSeen();
    }

    /**
     * Names the series in the order in which they were added.
     *
     * @throws IllegalArgumentException if there are more or fewer names than series, or two are the
     *     same or empty
     */
    public Plot legend(String... names) {
        requireOneEach("names", names.length, "series", series.size());
        boolean differ =
                Arrays.stream(names).filter(name -> !name.isBlank()).distinct().count()
                        == names.length;
        require(differ, "the legend", List.of(names), "names that differ and are not empty");
        for (int i = 0; i < names.length; i++) {
            series.set(i, series.get(i).named(names[i]));
        }
        return this;
    }

    /** Writes a line above the plot. */
    public Plot title(String title) {
        this.title = title;
        return this;
    }

    /** Names the x axis. */
    public Plot xLabel(String label) {
        xAxis = xAxis.labelled(label);
        return this;
    }

    /** Names the y axis. */
    public Plot yLabel(String label) {
        yAxis = yAxis.labelled(label);
        return this;
    }

    /** Sets what the x axis spans. */
    public Plot xLim(double min, double max) {
        xAxis = xAxis.spanning(min, max);
        return this;
    }

    /** Sets what the y axis spans. */
    public Plot yLim(double min, double max) {
        yAxis = yAxis.spanning(min, max);
        return this;
    }

    /** Draws the x axis in powers of ten. */
    public Plot logX() {
        xAxis = xAxis.logarithmic(true);
        return requireSeen();
    }

    /** Draws the y axis in powers of ten. */
    public Plot logY() {
        yAxis = yAxis.logarithmic(true);
        return requireSeen();
    }

    /**
     * Returns the bytes of a PNG of 600 by 400 pixels.
     *
     * @throws IOException if this machine cannot draw text; the message says what it lacks
     */
    public byte[] png() throws IOException {
        String line = title.isEmpty() || note().isEmpty() ? title + note() : title + "; " + note();
        return new Figure(line, List.of(panel())).png();
    }

    /** Shows the plot as an output of the running cell, or prints its text outside a notebook. */
    public void show() {
        Pictures.show(() -> Rendering.ofDrawing(toString(), this::png), toString());
    }

    /**
     * Writes a PNG file of 600 by 400 pixels.
     *
     * @throws IOException if it cannot be written, and is then as it was before, or this machine
     *     has no fonts
     */
    public void save(Path file) throws IOException {
        Pictures.save(file, png());
    }

    private String note() {
        long unseen = uncounted + panel().unseen();
        boolean logarithmic = xAxis.logarithmic() || yAxis.logarithmic();
        String reasons = logarithmic ? "NaN, infinite or not above 0" : "NaN or infinite";
        return unseen == 0 ? "" : "values not drawn, since %s: %,d".formatted(reasons, unseen);
    }

    /** Returns what is seen in words: title, axes, and of each series its name and its span. */
    @Override
    public String toString() {
        String head = title.isEmpty() ? "plot" : "plot: " + title;
        String of =
                yAxis.label().isEmpty() || xAxis.label().isEmpty()
                        ? ""
                        : " of %s over %s".formatted(yAxis.label(), xAxis.label());
        return head + of + ": " + panel().words() + (note().isEmpty() ? "" : "; " + note());
    }
}
