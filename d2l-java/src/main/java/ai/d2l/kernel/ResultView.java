package ai.d2l.kernel;

import ai.d2l.TrainingReport;
import ai.d2l.internal.notebook.Rendering;

/** Shows what a training came to. */
final class ResultView {

    private ResultView() {}

    /** The text is the result's own. */
    static Rendering of(TrainingReport result) {
        var grid =
                new Grid("epochs", "train loss", "train acc", "test acc", "examples/sec", "device");
        grid.add(
                String.valueOf(result.epochs()),
                "%.3f".formatted(result.trainLoss()),
                "%.3f".formatted(result.trainAccuracy()),
                "%.3f".formatted(result.testAccuracy()),
                "%,.1f".formatted(result.examplesPerSecond()),
                result.device().toString());
        String stop = result.isStopped() ? Rendering.line("stopped in " + result.stopped()) : "";
        return Rendering.ofHtml(result.toString(), grid.html() + stop);
    }
}
