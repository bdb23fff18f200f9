package ai.d2l;

import ai.d2l.internal.draw.Axes;
import ai.d2l.internal.draw.Axes.Axis;
import ai.d2l.internal.draw.Axes.Range;
import ai.d2l.internal.draw.CurveChart;
import ai.d2l.internal.draw.CurveChart.OwnPanel;
import ai.d2l.internal.draw.Curves;
import ai.d2l.internal.notebook.CurveView;
import ai.d2l.internal.notebook.Pictures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tech.tablesaw.api.Table;

/**
 * Draws curves that grow while a program runs.
 *
 * <p>In a notebook all states are one output, a PNG replaced in place; elsewhere each whole x (the
 * end of an epoch) prints a line. While the curves grow, the title tells how far they are and, when
 * the x axis has an end, how long it will take.
 *
 * <pre>{@code
 * var animator = Animator.builder()
 *         .setLegend("train loss", "test acc").optXLabel("epoch").optXLim(0, 10).build();
 * animator.add(0.5, 1.2, null); // no test accuracy at this x
 * animator.add(1, 0.9, 0.71);
 * animator.finish();
 * }</pre>
 *
 * <p>The last state is drawn by {@link #finish}, or by the value that completes all curves at the
 * end of the x axis. May be called from several threads.
 */
public final class Animator {

    private final Curves curves;
    private final CurveChart chart;
    private final CurveView view;
    private final long startNanos = System.nanoTime();
    private String status = "";
    private Supplier<String> values;
    private boolean saidNotDrawn;
    private double x;
    private boolean finished;

    private Animator(Builder builder) {
        curves = new Curves(builder.x.label(), builder.legend);
        builder.own.ifPresent(panel -> panel.curves().forEach(curves::require));
        var axes = new Axes(builder.x, builder.y.logarithmic(builder.logarithmic));
        chart = new CurveChart(axes, builder.own);
        values = curves::newest;
        view = builder.hidden ? CurveView.none() : CurveView.here();
    }

    /** Starts the settings of an animator. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Adds values at one x and asks for the picture to be drawn.
     *
     * @param x the place on the x axis
     * @param y a value for each curve in the order of the legend; null for a curve that has none at
     *     this x
     * @throws IllegalArgumentException if the number of values is another than that of the curves
     */
    public synchronized void add(double x, Number... y) {
        if (y == null || y.length != curves.names().size()) {
            throw new IllegalArgumentException(
                    "Animator with the curves %s, got %d values: give one for each, null for none"
                            .formatted(curves.names(), y == null ? 1 : y.length));
        }
        sayWhatIsNotDrawn(x, y);
        this.x = x;
        curves.add(x, y);
        finished = false;
        Optional<Range> range = chart.axes().x().range();
        if (range.isPresent() && x >= range.get().max() && curves.isComplete(x)) {
            finish();
        } else {
            String status = this.status;
            view.show(state(() -> progress(x, status)));
        }
    }

    /** A training goes on, whatever can be seen of it. */
    private void sayWhatIsNotDrawn(double x, Number... y) {
        for (int i = 0; i < y.length && chart.axes().y().logarithmic() && !saidNotDrawn; i++) {
            String name = curves.names().get(i);
            if (y[i] != null && y[i].doubleValue() <= 0 && !chart.isApart(name)) {
                saidNotDrawn = true;
                System.out.printf(
                        "'%s' is %s at %s %s: a logarithmic axis has no place for 0 or less, so such"
                                + " values are kept and not drawn%n",
                        name, y[i], curves.xLabel(), x);
            }
        }
    }

    private CurveView.State state(Supplier<String> progress) {
        return new CurveView.State(chart, curves, x, progress, values);
    }

    /** Sets a few words for the title while the curves grow, such as the examples per second. */
    public synchronized void status(String status) {
        this.status = status;
    }

    /**
     * Draws the last state, without progress in its title, and returns when it is shown; draws
     * nothing where nothing was added.
     */
    public synchronized void finish() {
        if (!finished && !curves.isEmpty()) {
            finished = true;
            view.finish(state(() -> ""));
        }
    }

    /** Sets what is said of the newest values, where those that are drawn are not to be told. */
    synchronized void values(String values) {
        this.values = () -> values;
    }

    /**
     * Writes the curves as they are now into a PNG file of 600 by 400 pixels.
     *
     * @throws IOException if the file cannot be written, and is then as it was before, or this
     *     machine has no fonts
     */
    public void save(Path path) throws IOException {
        Pictures.save(path, chart.figure(curves, "").png());
    }

    /** Returns the history as a table: a column for x and one for each curve, a row for each x. */
    public Table toTable() {
        return curves.toTable();
    }

    private String progress(double x, String status) {
        Optional<Range> range = chart.axes().x().range();
        var words = new StringBuilder("%s %.1f".formatted(curves.xLabel(), x));
        range.ifPresent(all -> words.append(" of %.0f".formatted(all.max())));
        if (!status.isEmpty()) {
            words.append(", ").append(status);
        }
        range.filter(all -> x > all.min())
                .ifPresent(all -> words.append(", ").append(timeLeft(all, x)));
        return words.toString();
    }

    private String timeLeft(Range range, double x) {
        double elapsed = (System.nanoTime() - startNanos) / 1e9;
        double left = elapsed * Math.max(0, range.max() - x) / (x - range.min());
        return left < 100 ? "%.0f s left".formatted(left) : "%.0f min left".formatted(left / 60);
    }

    /** The settings of an {@link Animator}. */
    public static final class Builder {

        private List<String> legend;
        private Axis x = new Axis("x", "x");
        private Axis y = new Axis("y", "");
        private boolean logarithmic;
        private Optional<OwnPanel> own = Optional.empty();
        private boolean hidden;

        private Builder() {}

        /**
         * Names the curves; this must be set.
         *
         * @param names at least one name
         */
        public Builder setLegend(String... names) {
            if (names.length == 0) {
                throw new IllegalArgumentException("An Animator needs at least one curve");
            }
            legend = List.of(names);
            return this;
        }

        /** Names the x axis. */
        public Builder optXLabel(String label) {
            x = x.labelled(label);
            return this;
        }

        /** Names the y axis. */
        public Builder optYLabel(String label) {
            y = y.labelled(label);
            return this;
        }

        /** Fixes what the x axis spans; where it ends, the curves are complete. */
        public Builder optXLim(double min, double max) {
            x = x.spanning(min, max);
            return this;
        }

        /** Fixes what the y axis spans. */
        public Builder optYLim(double min, double max) {
            y = y.spanning(min, max);
            return this;
        }

        /** Draws the y axis in powers of ten instead of evenly. */
        public Builder optLogarithmicY(boolean logarithmic) {
            this.logarithmic = logarithmic;
            return this;
        }

        /**
         * Draws some curves in a panel of their own above the others, since their values are of
         * another size. What is set of the y axis is that of the others.
         *
         * @param yLabel the name of the panel's y axis
         * @param curves names in the legend
         */
        public Builder optPanel(String yLabel, String... curves) {
            own = Optional.of(new OwnPanel(yLabel, List.of(curves)));
            return this;
        }

        /**
         * Makes the animator.
         *
         * @throws IllegalStateException if no legend was set
         * @throws IllegalArgumentException if a curve or the x axis has no name, or two have the
         *     same, a logarithmic axis begins at 0 or below, or a curve for a panel is none
         */
        public Animator build() {
            if (legend == null) {
                throw new IllegalStateException("Animator.builder() needs setLegend(\"…\")");
            }
            return new Animator(this);
        }

        /** Keeps the curves from being shown; {@link #save} and {@link #toTable} have them. */
        Builder hidden() {
            hidden = true;
            return this;
        }
    }
}
