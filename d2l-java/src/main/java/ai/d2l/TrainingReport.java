package ai.d2l;

import ai.djl.Device;
import tech.tablesaw.api.Table;

/**
 * What a training came to; its text is two lines, the figures and the speed.
 *
 * @param history a table of epoch, train loss, train acc, test acc; of training the means of the
 *     epoch so far, where the picture draws those since the point before
 * @param trainLoss the mean loss over the last epoch, NaN if it did not get that far
 * @param trainAccuracy the share of correct predictions over the last epoch, 0 to 1
 * @param testAccuracy the same on the test set after the last whole epoch, NaN before there is one
 * @param examplesPerSecond the speed of training, fetching and drawing included, without the first
 *     minibatch and the test set
 * @param warmUpSeconds what the first minibatch took, in which the engine prepares itself
 * @param device where the net was trained
 * @param epochs how many whole epochs were trained
 * @param stopped where it was stopped, such as {@code epoch 3, minibatch 57}; empty if it was not
 */
public record TrainingReport(
        Table history,
        double trainLoss,
        double trainAccuracy,
        double testAccuracy,
        double examplesPerSecond,
        double warmUpSeconds,
        Device device,
        int epochs,
        String stopped) {

    /** Returns whether the training was stopped before its last epoch was over. */
    public boolean isStopped() {
        return !stopped.isEmpty();
    }

    @Override
    public String toString() {
        String figures =
                "loss %.3f, train acc %.3f, test acc %.3f%n%.1f examples/sec on %s"
                        .formatted(
                                trainLoss, trainAccuracy, testAccuracy, examplesPerSecond, device);
        return isStopped() ? figures + System.lineSeparator() + "stopped in " + stopped : figures;
    }
}
