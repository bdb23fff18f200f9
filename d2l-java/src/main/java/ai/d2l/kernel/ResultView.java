package ai.d2l.kernel;

import ai.d2l.TrainingReport;
import ai.d2l.internal.notebook.Rendering;
import java.util.ArrayList;
import java.util.List;

/** Shows what a training came to. */
final class ResultView {

    private ResultView() {}

    /** The text is the result's own. */
    static Rendering of(TrainingReport result) {
        var titles = new ArrayList<>(List.of("epochs"));
        var cells = new ArrayList<>(List.of(String.valueOf(result.epochs())));
        result.figures()
                .forEach(
                        (name, value) -> {
                            titles.add(name);
                            cells.add("%.3f".formatted(value));
                        });
        titles.addAll(List.of("examples/sec", "device"));
        cells.add("%,.1f".formatted(result.examplesPerSecond()));
        cells.add(result.device().toString());
        var grid = new Grid(titles.toArray(String[]::new));
        grid.add(cells.toArray(String[]::new));
        String stop = result.isStopped() ? Rendering.line("stopped in " + result.stopped()) : "";
        return Rendering.ofHtml(result.toString(), grid.html() + stop);
    }
}
