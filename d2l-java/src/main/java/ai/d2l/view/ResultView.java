package ai.d2l.view;

import ai.d2l.TrainingResult;

/** Shows what a training came to. */
public final class ResultView {

    private ResultView() {}

    /** The text is the result's own. */
    public static Rich of(TrainingResult result) {
        var grid =
                new Grid("epochs", "train loss", "train acc", "test acc", "examples/sec", "device");
        grid.add(
                String.valueOf(result.epochs()),
                "%.3f".formatted(result.trainLoss()),
                "%.3f".formatted(result.trainAccuracy()),
                "%.3f".formatted(result.testAccuracy()),
                "%,.1f".formatted(result.examplesPerSecond()),
                result.device().toString());
        String stop = result.isStopped() ? Html.line("stopped in " + result.stopped()) : "";
        return Rich.ofHtml(result.toString(), grid.html() + stop);
    }
}
