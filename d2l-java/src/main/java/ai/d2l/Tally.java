package ai.d2l;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.training.loss.Loss;
import java.util.List;

/** The sums over a pass, into which a minibatch is read when the next one is on its way. */
final class Tally implements AutoCloseable {

    private final Loss loss;
    private final LossWatch watch;
    private List<Metric> metrics;
    private double[] sums;
    private double losses;
    private long examples;
    private InFlight inFlight;

    /**
     * Starts sums at zero.
     *
     * @param metrics what to measure beside the loss; empty for the accuracy of a classifier, which
     *     the first labels tell where the loss does not
     * @param loss null where none is computed
     * @param watch null where nothing is learnt
     */
    Tally(List<Metric> metrics, Loss loss, LossWatch watch) {
        this.metrics = metrics;
        this.loss = loss;
        this.watch = watch;
        sums = new double[metrics.size()];
    }

    /** Takes the minibatch that has just been started, null for none, and reads the one before. */
    void take(InFlight started) {
        InFlight before = inFlight;
        inFlight = started;
        if (before != null) {
            try (before) {
                read(before);
            }
        }
    }

    private void read(InFlight minibatch) {
        double mean = minibatch.loss();
        if (watch != null) {
            watch.see(mean, minibatch.size(), examples == 0);
        }
        if (metrics.isEmpty() && examples == 0 && minibatch.seemsClassified(loss)) {
            metrics = List.of(Metric.accuracy());
            sums = new double[1];
        }
        if (Labels.areClasses(loss)
                && EngineSetup.isAsynchronous()
                && !metrics.contains(Metric.accuracy())) {
            minibatch.requireOutputs();
        }
        double[] now = metrics.stream().mapToDouble(minibatch::sum).toArray();
        losses += mean * minibatch.size();
        for (int i = 0; i < now.length; i++) {
            sums[i] += now[i];
        }
        examples += minibatch.size();
    }

    /** Waits for the minibatch in flight, and returns the means with it. */
    Means means() {
        take(null);
        return new Means(metrics, losses, sums.clone(), examples);
    }

    @Override
    public void close() {
        if (inFlight != null) {
            inFlight.close();
        }
    }
}
