package ai.d2l.internal.notebook;

import ai.d2l.internal.draw.CurveChart;
import ai.d2l.internal.draw.Curves;
import java.util.function.Supplier;

/** Shows curves while they grow: as one picture in a notebook, as lines of text elsewhere. */
public interface CurveView {

    /**
     * A state of curves, which may go on growing.
     *
     * @param x the place of the newest value
     * @param progress what there is to say while they grow, empty when they are finished; asked
     *     only for what is shown
     * @param values their newest values in words
     */
    record State(
            CurveChart chart,
            Curves curves,
            double x,
            Supplier<String> progress,
            Supplier<String> values) {

        /** Returns this in one line. */
        String line() {
            String place = x == Math.rint(x) ? "%s %.0f" : "%s %.1f";
            String words = progress.get();
            return (words.isEmpty() ? place.formatted(curves.xLabel(), x) : words)
                    + ": "
                    + values.get();
        }
    }

    /** Shows a state, or a newer one, soon. */
    void show(State state);

    /** Shows the last state, and returns when it was shown. */
    default void finish(State state) {
        show(state);
    }

    /** Returns the view that fits the place where this runs. */
    static CurveView here() {
        return Notebook.current().<CurveView>map(Live::new).orElseGet(Lines::new);
    }

    /** Returns a view that shows nothing. */
    static CurveView none() {
        return state -> {};
    }

    /** A picture that is replaced in place, or text where there are no fonts. */
    final class Live implements CurveView {

        private final LivePicture picture;
        private volatile State state;

        private Live(Notebook notebook) {
            picture = new LivePicture(notebook, this::draw);
        }

        @Override
        public void show(State state) {
            this.state = state;
            picture.refresh();
        }

        @Override
        public void finish(State state) {
            this.state = state;
            try {
                picture.refreshNow();
            } catch (InterruptedException e) {
                // the picture goes on by itself; whoever asked the thread to stop must still see it
                Thread.currentThread().interrupt();
            }
        }

        private Rendering draw() {
            State now = state;
            return Rendering.ofDrawing(
                    now.line(), () -> now.chart().figure(now.curves(), now.progress().get()).png());
        }
    }

    /**
     * One line whenever every curve has a value at a whole x, such as the end of an epoch; after a
     * hundred lines for every tenth of them alone, after a thousand for every hundredth.
     */
    final class Lines implements CurveView {

        private double printedUpTo = Double.NEGATIVE_INFINITY;
        private long whole;
        private long every = 1;

        private Lines() {}

        @Override
        public void show(State state) {
            if (state.x() == Math.rint(state.x())
                    && state.x() > printedUpTo
                    && state.curves().isComplete(state.x())) {
                whole++;
                every = whole > 100 * every ? 10 * every : every;
                if (whole % every == 0) {
                    print(state);
                }
            }
        }

        @Override
        public void finish(State state) {
            print(state);
        }

        private void print(State state) {
            if (state.x() > printedUpTo) {
                printedUpTo = state.x();
                System.out.println(state.line());
            }
        }
    }
}
