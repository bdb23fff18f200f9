package ai.d2l.plot;

import ai.d2l.kernel.Notebook;
import java.util.Optional;

/** Shows curves while they grow: as one picture in a notebook, as lines of text elsewhere. */
public interface CurveView {

    /**
     * Shows a state of the curves.
     *
     * @param curves the curves, which may go on growing
     * @param x the place of the newest value
     * @param progress what there is to say while they grow, empty when they are finished
     */
    void show(Curves curves, double x, String progress);

    /** Shows the last state, and returns when it was shown. */
    void finish(Curves curves, double x);

    /** Returns a view that shows nothing. */
    static CurveView none() {
        return new CurveView() {
            @Override
            public void show(Curves curves, double x, String progress) {
                // nobody wants to see it
            }

            @Override
            public void finish(Curves curves, double x) {
                // nobody wants to see it
            }
        };
    }

    /** Returns the view that fits the place where this runs. */
    static CurveView here(CurveChart chart) {
        Optional<Notebook> notebook = Notebook.current();
        return notebook.isPresent()
                ? new NotebookCurveView(notebook.get(), chart)
                : new TextCurveView();
    }
}
