package ai.d2l;

import ai.djl.Device;
import java.util.Map;
import java.util.stream.Collectors;
import tech.tablesaw.api.Table;

/**
 * What a training came to; its text is two lines, the figures and the speed.
 *
 * @param history a table of epoch, train loss and each metric, of a classifier train acc and test
 *     acc; of training the means of the epoch so far, where the picture draws those since the point
 *     before
 * @param train the means over the last epoch, of no example if it did not get that far
 * @param test the means over the test set after the last whole epoch, of no example before there is
 *     one
 * @param examplesPerSecond the speed of training, fetching and drawing included, without the first
 *     minibatch and the test set
 * @param warmUpSeconds what the first minibatch took, in which the engine prepares itself
 * @param device where the net was trained
 * @param epochs how many whole epochs were trained
 * @param stopped where it was stopped, such as {@code epoch 3, minibatch 57}; empty if it was not
 */
public record TrainingReport(
        Table history,
        Means train,
        Means test,
        double examplesPerSecond,
        double warmUpSeconds,
        Device device,
        int epochs,
        String stopped) {

    /** Returns the mean loss over the last epoch, NaN if it did not get that far. */
    public double trainLoss() {
        return train.loss();
    }

    /** Returns the share of correct predictions over the last epoch, NaN of no classifier. */
    public double trainAccuracy() {
        return train.of("acc");
    }

    /** Returns the same on the test set after the last whole epoch. */
    public double testAccuracy() {
        return test.of("acc");
    }

    /**
     * Returns the last figures: the loss, and what was measured beside it or else the test loss.
     */
    public Map<String, Double> figures() {
        return Means.figures(train, test);
    }

    /** Returns whether the training was stopped before its last epoch was over. */
    public boolean isStopped() {
        return !stopped.isEmpty();
    }

    @Override
    public String toString() {
        String words =
                figures().entrySet().stream()
                        .map(figure -> "%s %.3f".formatted(figure.getKey(), figure.getValue()))
                        .collect(Collectors.joining(", "))
                        .replaceFirst("train ", "");
        String figures = "%s%n%.1f examples/sec on %s".formatted(words, examplesPerSecond, device);
        return isStopped() ? figures + System.lineSeparator() + "stopped in " + stopped : figures;
    }
}
