package ai.d2l.internal.draw;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The two axes of a picture.
 *
 * @param x what the x axis spans, empty to follow the data
 * @param y what the y axis spans, empty to follow the data
 * @param logX whether the x axis goes in powers of ten
 * @param logY whether the y axis goes in powers of ten
 * @param names what stands at 0, 1, 2 … of the x axis in place of numbers, empty for numbers
 */
public record Axes(
        String xLabel,
        String yLabel,
        Optional<Range> x,
        Optional<Range> y,
        boolean logX,
        boolean logY,
        List<String> names) {

    /**
     * Takes axes that can be drawn.
     *
     * @throws IllegalArgumentException if a logarithmic axis begins at 0 or below
     */
    public Axes {
        requirePositive("x", x, logX);
        requirePositive("y", y, logY);
    }

    /** Makes axes with numbers. */
    public Axes(
            String xLabel,
            String yLabel,
            Optional<Range> x,
            Optional<Range> y,
            boolean logX,
            boolean logY) {
        this(xLabel, yLabel, x, y, logX, logY, List.of());
    }

    /** Returns the same with another x axis. */
    public Axes withX(String label, Optional<Range> range, boolean logarithmic) {
        return new Axes(label, yLabel, range, y, logarithmic, logY, names);
    }

    /** Returns the same with another y axis. */
    public Axes withY(String label, Optional<Range> range, boolean logarithmic) {
        return new Axes(xLabel, label, x, range, logX, logarithmic, names);
    }

    /** Returns the same with names at 0, 1, 2 … of the x axis. */
    public Axes withNames(List<String> names) {
        return new Axes(xLabel, yLabel, x, y, logX, logY, List.copyOf(names));
    }

    /** Returns the same, neither axis in powers of ten. */
    public Axes linear() {
        return withX(xLabel, x, false).withY(yLabel, y, false);
    }

    /** What an axis spans. */
    public record Range(double min, double max) {}

    /**
     * Returns what an axis spans.
     *
     * @throws IllegalArgumentException if these are no finite numbers, or the first is not below
     *     the second
     */
    public static Optional<Range> range(String axis, double min, double max) {
        if (!(min < max) || Double.isInfinite(min) || Double.isInfinite(max)) {
            throw new IllegalArgumentException(
                    "The %s axis spans %s to %s: it takes two finite numbers, the first below the second"
                            .formatted(axis, min, max));
        }
        return Optional.of(new Range(min, max));
    }

    /** Returns a number as short as it can be told. */
    public static String number(double value) {
        double size = Math.abs(value);
        boolean plain = size == 0 || size >= 1e-4 && size < 1e6;
        String pattern = plain ? "#,##0.####" : "0.###E0";
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT))
                .format(value);
    }

    private static void requirePositive(String axis, Optional<Range> range, boolean logarithmic) {
        if (logarithmic && range.isPresent() && range.get().min() <= 0) {
            throw new IllegalArgumentException(
                    "The %s axis is logarithmic and begins at %s: begin above 0, or let it be linear"
                            .formatted(axis, range.get().min()));
        }
    }
}
