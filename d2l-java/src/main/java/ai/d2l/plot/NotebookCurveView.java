package ai.d2l.plot;

import ai.d2l.kernel.Notebook;
import java.io.IOException;
import java.util.Optional;

/** Shows curves as a picture that is replaced in place, or as text where there are no fonts. */
final class NotebookCurveView implements CurveView {

    private final CurveChart chart;
    private final LivePicture picture;
    private State state;

    private record State(Curves curves, double x, String progress) {}

    NotebookCurveView(Notebook notebook, CurveChart chart) {
        this.chart = chart;
        picture = new LivePicture(notebook, this::draw);
    }

    @Override
    public void show(Curves curves, double x, String progress) {
        setState(new State(curves, x, progress));
        picture.refresh();
    }

    @Override
    public void finish(Curves curves, double x) {
        setState(new State(curves, x, ""));
        try {
            picture.refreshNow();
        } catch (InterruptedException e) {
            // the picture goes on by itself; whoever asked the thread to stop must still see it
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void setState(State state) {
        this.state = state;
    }

    private synchronized State state() {
        return state;
    }

    private Frame draw() {
        State now = state();
        String line = Texts.line(now.curves(), now.x(), now.progress());
        try {
            return new Frame(Optional.of(chart.png(now.curves(), now.progress())), line);
        } catch (IOException e) {
            return new Frame(Optional.empty(), line + "\n" + e.getMessage());
        }
    }
}
