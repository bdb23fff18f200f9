package ai.d2l;

import static ai.d2l.internal.engine.Arguments.require;

import ai.d2l.internal.draw.Curves;
import ai.djl.Device;
import ai.djl.training.dataset.Batch;
import java.util.Arrays;
import java.util.List;
import tech.tablesaw.api.Table;

/**
 * Keeps the figures of a training while it runs: the curve, the speed, where it was stopped.
 *
 * <p>What is drawn and what is told of training are different means. A point of the curve is the
 * mean since the point before, a fifth of an epoch: the mean of an epoch so far falls though the
 * net has long ceased to learn, and begins each epoch with a step. The history, the words and the
 * result have the mean of the epoch so far, at its end that of the whole.
 */
public final class TrainingLog {

    private static final int POINTS_PER_EPOCH = 5;

    private final int numEpochs;
    private final Curves history;
    private final Animator animator;
    private final Device device;
    private final Accumulator metric = new Accumulator(3);
    private final double[] atLastPoint = new double[3];
    private final Timer timer = new Timer();
    private int epoch;
    private int wholeEpochs;
    private long minibatches;
    private long minibatchesInPass;
    private long examples;
    private long warmUpExamples;
    private double testAccuracy = Double.NaN;
    private String stopped = "";

    /** Starts the log, and the curve, of a training on the device. */
    public TrainingLog(int numEpochs, Device device) {
        this(numEpochs, device, Animator.builder());
    }

    /** Starts the log of a training that draws its curve with the axes and as visibly as that. */
    TrainingLog(int numEpochs, Device device, Animator.Builder curve) {
        this.numEpochs = numEpochs;
        this.device = device;
        history = new Curves("epoch", List.of("train loss", "train acc", "test acc"));
        animator =
                curve.setLegend(history.names().toArray(String[]::new))
                        .optXLabel("epoch")
                        .optYLabel("accuracy")
                        .optPanel("loss", "train loss") // which may be of any size
                        .optXLim(0, numEpochs)
                        .build();
    }

    /** Sums of this epoch: loss times examples, correct predictions, examples. */
    public Accumulator metric() {
        return metric;
    }

    /** Starts the sums of an epoch anew. */
    public void startEpoch(int epoch) {
        this.epoch = epoch;
        minibatches = 0;
        metric.reset();
        Arrays.fill(atLastPoint, 0);
    }

    /**
     * Counts the minibatch that is about to be trained; what passes until the next one is there is
     * its time, since the engine goes on computing while the next one is fetched.
     */
    public void minibatch(Batch batch) {
        endLap();
        timer.start();
        if (examples == 0) {
            warmUpExamples = batch.getSize();
        }
        examples += batch.getSize();
        minibatchesInPass = batch.getProgressTotal();
        minibatches++;
    }

    /** Returns whether the curve gets a point after this minibatch. */
    public boolean isPointDue() {
        long total = minibatchesInPass;
        // the last point of an epoch comes with the test accuracy
        return minibatches < total
                && minibatches * POINTS_PER_EPOCH / total
                        > (minibatches - 1) * POINTS_PER_EPOCH / total;
    }

    /** Draws the point of this minibatch, if there is to be one. */
    public void drawIfDue() {
        if (isPointDue()) {
            endLap();
            timer.start();
            animator.status("%,.0f examples/s".formatted(examplesPerSecond()));
            double share = (double) minibatches / minibatchesInPass;
            add(epoch + share, null);
        }
    }

    private void add(double x, Double testAccuracy) {
        history.add(x, trainLoss(), trainAccuracy(), testAccuracy);
        animator.values(history.newest());
        double examples = metric.get(2) - atLastPoint[2];
        animator.add(
                x,
                (metric.get(0) - atLastPoint[0]) / examples,
                (metric.get(1) - atLastPoint[1]) / examples,
                testAccuracy);
        Arrays.setAll(atLastPoint, metric::get);
    }

    /** Refuses a pass that had no minibatch, unless it was stopped. */
    public void endPass() {
        endLap();
        boolean wentOn = minibatches > 0 || Thread.currentThread().isInterrupted();
        require(wentOn, "trainIter", "empty", "at least one minibatch");
    }

    /**
     * Records the end of an epoch, or the stop that cut it short.
     *
     * @param test sums of the pass over the test set: 0, correct predictions, examples
     */
    public void endEpoch(Accumulator test) {
        if (Thread.currentThread().isInterrupted()) {
            stopped = "epoch %d, minibatch %d".formatted(epoch + 1, minibatches);
            return;
        }
        require(test.get(2) > 0, "testIter", "empty", "at least one minibatch");
        wholeEpochs++;
        testAccuracy = test.get(1) / test.get(2);
        add(epoch + 1, testAccuracy);
    }

    /** Returns how many epochs there are to be. */
    public int numEpochs() {
        return numEpochs;
    }

    /** Returns whether the training was stopped. */
    public boolean isStopped() {
        return !stopped.isEmpty();
    }

    /**
     * Shows the last state of the curve. After a stop this does not wait for the picture: the
     * notebook runs its next cell already.
     */
    public void finish() {
        animator.finish();
        if (isStopped()) {
            Thread.interrupted(); // the stop has been obeyed
        }
    }

    /** Returns the curve as it is drawn. */
    Table drawn() {
        return animator.toTable();
    }

    /** Returns what the training came to. */
    public TrainingReport result() {
        return new TrainingReport(
                history.toTable(),
                trainLoss(),
                trainAccuracy(),
                testAccuracy,
                examplesPerSecond(),
                timer.times().isEmpty() ? 0 : timer.times().get(0),
                device,
                wholeEpochs,
                stopped);
    }

    /** A lap runs from the first minibatch of a pass on. */
    private void endLap() {
        if (minibatches > 0) {
            timer.stop();
        }
    }

    private double trainLoss() {
        return metric.get(0) / metric.get(2);
    }

    private double trainAccuracy() {
        return metric.get(1) / metric.get(2);
    }

    /** The speed without the first minibatch, in which the engine prepares itself. */
    private double examplesPerSecond() {
        if (timer.times().size() < 2) {
            return Double.NaN;
        }
        return (examples - warmUpExamples) / (timer.sum() - timer.times().get(0));
    }
}
