package ai.d2l;

import static ai.d2l.internal.engine.Arguments.require;

import ai.d2l.internal.draw.Curves;
import ai.djl.Device;
import ai.djl.training.dataset.Batch;
import java.util.List;
import tech.tablesaw.api.Table;

/**
 * Draws the curve of a training while it runs, and keeps its figures: the history, the speed, where
 * it was stopped.
 *
 * <p>What is drawn and what is told of training are different means. A point of the curve is the
 * mean since the point before, a fifth of an epoch: the mean of an epoch so far falls though the
 * net has long ceased to learn, and begins each epoch with a step. The history, the words and the
 * report have the mean of the epoch so far, at its end that of the whole.
 */
public final class TrainingCurve {

    private static final int POINTS_PER_EPOCH = 5;

    private final int numEpochs;
    private final Device device;
    private final Animator.Builder builder;
    private Animator animator;
    private Curves history = new Curves("epoch", List.of("train loss"));
    private Means train = Means.NONE;
    private Means test = Means.NONE;
    private Means atLastPoint = Means.NONE;
    private int epoch;
    private int wholeEpochs;
    private long points;
    private long minibatches;
    private long examples;
    private long lapBegan = Long.MIN_VALUE;
    private double warmUpSeconds;
    private double seconds;
    private long warmUpExamples;
    private String stopped = "";

    /**
     * Starts the curve of a training.
     *
     * @param numEpochs how many epochs it is to have, at least 1
     * @param device where it is, for the report
     */
    public TrainingCurve(int numEpochs, Device device) {
        this(numEpochs, device, Animator.builder());
    }

    /** Starts a curve as visible as that. */
    TrainingCurve(int numEpochs, Device device, Animator.Builder builder) {
        require(numEpochs >= 1, "numEpochs", numEpochs, "a whole number from 1");
        this.numEpochs = numEpochs;
        this.device = device;
        this.builder = builder;
    }

    /**
     * Counts a minibatch that was trained, and draws a point where one is due.
     *
     * @param epoch which epoch it is of, from 1
     */
    public void during(int epoch, Batch batch, Learner learner) {
        long total = batch.getProgressTotal();
        long now = total == 0 ? 0 : batch.getProgress() * POINTS_PER_EPOCH / total;
        if (this.epoch != epoch) {
            this.epoch = epoch;
            points = 0;
            minibatches = 0;
            atLastPoint = Means.NONE;
        }
        minibatches++;
        boolean isDue = now > points;
        points = Math.max(points, now);
        // waits, so that the time of the last minibatch is counted, too
        Means means = isDue ? learner.means() : null;
        endLap(learner.beganAt(), batch.getSize());
        if (isDue && now < POINTS_PER_EPOCH) { // the last point comes with the test set
            show(means);
            animator.status("%,.0f examples/s".formatted(examplesPerSecond()));
            add(epoch - 1 + (double) batch.getProgress() / total, means, null);
        }
    }

    /**
     * A lap begins with the one before, or with the pass: what lies between passes is not counted.
     */
    private void endLap(long passBegan, long size) {
        long now = System.nanoTime();
        double lap = (now - Math.max(lapBegan, passBegan)) / 1e9;
        if (examples == 0) {
            warmUpSeconds = lap;
            warmUpExamples = size;
        } else {
            seconds += lap;
        }
        examples += size;
        lapBegan = now;
    }

    /**
     * Draws the point at the end of an epoch, or keeps where it was stopped.
     *
     * @param train the means over the epoch
     * @param test those over the test set
     */
    public void after(int epoch, Means train, Means test) {
        this.train = train;
        if (Thread.currentThread().isInterrupted()) {
            stopped =
                    "epoch %d, minibatch %d"
                            .formatted(epoch, this.epoch == epoch ? minibatches : 0);
            show(train);
            return;
        }
        this.test = test;
        wholeEpochs++;
        show(train);
        add(epoch, train, test);
    }

    /** Makes the axes, once it is known what is measured. */
    private void show(Means means) {
        if (animator != null) {
            return;
        }
        var names = List.copyOf(Means.figures(means, null).keySet());
        history = new Curves("epoch", names);
        builder.setLegend(names.toArray(String[]::new)).optXLabel("epoch").optXLim(0, numEpochs);
        if (means.names().isEmpty()) {
            builder.optYLabel("loss");
        } else {
            String others = String.join(", ", means.names());
            builder.optYLabel(others.equals("acc") ? "accuracy" : others)
                    .optPanel("loss", "train loss"); // which may be of any size
        }
        animator = builder.build();
    }

    private void add(double x, Means train, Means test) {
        history.add(x, values(train, test));
        animator.values(history.newest());
        animator.add(x, values(train.since(atLastPoint), test));
        atLastPoint = train;
    }

    private static Number[] values(Means train, Means test) {
        return Means.figures(train, test).values().toArray(Number[]::new);
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
        if (animator != null) {
            animator.finish();
        }
        if (isStopped()) {
            Thread.interrupted(); // the stop has been obeyed
        }
    }

    /** Returns the curve as it is drawn. */
    Table drawn() {
        return animator.toTable();
    }

    /** Returns what the training came to. */
    public TrainingReport report() {
        return new TrainingReport(
                history.toTable(),
                train,
                test,
                examplesPerSecond(),
                warmUpSeconds,
                device,
                wholeEpochs,
                stopped);
    }

    /** The speed without the first minibatch, in which the engine prepares itself. */
    private double examplesPerSecond() {
        return seconds == 0 ? Double.NaN : (examples - warmUpExamples) / seconds;
    }
}
