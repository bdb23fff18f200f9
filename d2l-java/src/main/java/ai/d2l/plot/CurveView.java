package ai.d2l.plot;

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
}
