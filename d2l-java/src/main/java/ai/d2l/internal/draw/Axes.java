package ai.d2l.internal.draw;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The two axes of a picture.
 *
 * @param names what stands at 0, 1, 2 … of the x axis in place of numbers, empty for numbers
 */
public record Axes(Axis x, Axis y, List<String> names) {

    /** Makes axes with numbers. */
    public Axes(Axis x, Axis y) {
        this(x, y, List.of());
    }

    /** What an axis spans. */
    public record Range(double min, double max) {}

    /**
     * One of them.
     *
     * @param name for messages
     * @param label what stands beside it, may be empty
     * @param range what it spans, empty to follow the data
     * @param logarithmic whether it goes in powers of ten
     */
    public record Axis(String name, String label, Optional<Range> range, boolean logarithmic) {

        /**
         * Takes an axis that can be drawn.
         *
         * @throws IllegalArgumentException if it is logarithmic and begins at 0 or below
         */
        public Axis {
            if (logarithmic && range.isPresent() && range.get().min() <= 0) {
                throw new IllegalArgumentException(
                        "The %s axis is logarithmic and begins at %s: begin above 0, or let it be linear"
                                .formatted(name, range.get().min()));
            }
        }

        /** Makes a linear axis that follows the data. */
        public Axis(String name, String label) {
            this(name, label, Optional.empty(), false);
        }

        /** Returns the same with another label. */
        public Axis labelled(String label) {
            return new Axis(name, label, range, logarithmic);
        }

        /**
         * Returns the same with its two ends.
         *
         * @throws IllegalArgumentException if these are no finite numbers, or the first is not
         *     below the second
         */
        public Axis spanning(double min, double max) {
            if (!(min < max) || Double.isInfinite(min) || Double.isInfinite(max)) {
                throw new IllegalArgumentException(
                        "The %s axis spans %s to %s: it takes two finite numbers, the first below the second"
                                .formatted(name, min, max));
            }
            return new Axis(name, label, Optional.of(new Range(min, max)), logarithmic);
        }

        /** Returns the same in powers of ten, or not. */
        public Axis logarithmic(boolean logarithmic) {
            return new Axis(name, label, range, logarithmic);
        }

        /** Returns whether a value can be drawn: finite, and above 0 on a logarithmic axis. */
        boolean takes(double value) {
            return Double.isFinite(value) && (!logarithmic || value > 0);
        }

        /** Returns where a value is, in a unit of its own. */
        double place(double value) {
            return logarithmic ? Math.log(value) : value;
        }
    }

    /** Returns a number as short as it can be told. */
    public static String number(double value) {
        double size = Math.abs(value);
        boolean plain = size == 0 || size >= 1e-4 && size < 1e6;
        String pattern = plain ? "#,##0.####" : "0.###E0";
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT))
                .format(value);
    }
}
