package ai.d2l.engine;

import ai.d2l.Accumulator;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.TrainingConfig;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Trains a net, minibatch by minibatch.
 *
 * <p>The net gets fresh weights at the first minibatch, whose shape they depend on. They belong to
 * {@link Weights}. A minibatch and all that is computed from it belong to this learner until the
 * next one is on its way; closing the learner closes the last.
 */
public final class Learner implements AutoCloseable {

    /** A high rate may throw the loss up at first, and training recovers. */
    private static final int FIRST_JUMPS = 100;

    private final Block net;
    private final Device device;
    private final TrainingConfig config;
    private final String advice;
    private final NDManager manager;
    private final ParameterStore parameters;
    private final int shards;
    private final List<Trained> trained = new ArrayList<>();
    private boolean fresh = true;
    private long minibatches;
    private long minibatchesInAll;
    private double lossUntrained = Double.NaN;
    private Scores pending;

    /**
     * Prepares the training of a classifier by plain stochastic gradient descent, with softmax
     * cross-entropy and Xavier's weights.
     *
     * @param lr the learning rate, above 0
     */
    public Learner(Block net, double lr, Device device) {
        this(
                net,
                config(lr),
                device,
                " with learning rate %s: start again with a smaller one".formatted(lr));
    }

    /**
     * Prepares the training of a net.
     *
     * @param config its initializers, loss function and optimizer count; the loss must be a mean
     *     over the examples
     */
    public Learner(Block net, TrainingConfig config, Device device) {
        this(net, config, device, ": start again with a smaller learning rate");
    }

    private Learner(Block net, TrainingConfig config, Device device, String advice) {
        this.advice = advice;
        this.net = net;
        this.device = device;
        this.config = config;
        shards = Shards.count(device);
        manager = EngineSetup.engine().newBaseManager(device);
        manager.setName("learner");
        parameters = new ParameterStore(manager, false);
    }

    /** Returns softmax cross-entropy, Xavier's weights, and plain stochastic gradient descent. */
    public static TrainingConfig config(double lr) {
        return new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optInitializer(Weights.xavier(), Parameter.Type.WEIGHT)
                .optOptimizer(
                        Optimizer.sgd().setLearningRateTracker(Tracker.fixed((float) lr)).build());
    }

    /**
     * Takes one step: forward, loss, backward, update.
     *
     * <p>Returns while the engine may still be computing, after the minibatch before this one has
     * been added to the metric.
     *
     * @param batch is closed here, when the next one is on its way
     * @param metric gets loss times examples, correct predictions, examples
     * @throws ArithmeticException if the loss of the minibatch before was not finite
     */
    public void train(Batch batch, Accumulator metric) {
        Scores before = pending;
        pending = null;
        try {
            pending = start(batch);
        } catch (RuntimeException e) {
            batch.close();
            throw e;
        } finally {
            read(before, metric);
        }
    }

    /**
     * Waits for the minibatch on its way, and adds it to the metric.
     *
     * @throws ArithmeticException if its loss was not finite, or the mean loss is still more than
     *     twice that of the untrained net after a hundred minibatches: squashing functions keep a
     *     net that diverges from ever reaching infinity
     */
    public void settle(Accumulator metric) {
        Scores last = pending;
        pending = null;
        read(last, metric);
        requireNoRise(metric.get(0) / metric.get(2));
    }

    /** Counts correct predictions of one pass; see {@link Evaluator#evaluate}. */
    public Accumulator evaluate(Iterable<Batch> dataIter) {
        return Evaluator.evaluate(net, dataIter, device);
    }

    private void requireNoRise(double mean) {
        if (minibatchesInAll >= FIRST_JUMPS && mean > 2 * lossUntrained) {
            throw new ArithmeticException(
                    "the loss rose from %.3f to %.3f until minibatch %d%s"
                            .formatted(lossUntrained, mean, minibatches, advice));
        }
    }

    private void read(Scores minibatch, Accumulator metric) {
        if (minibatch == null) {
            return;
        }
        try (minibatch) {
            // the sums start anew with each epoch, and so does the count
            minibatchesInAll++;
            minibatches = metric.get(2) == 0 ? 1 : minibatches + 1;
            double value = minibatch.loss();
            if (!Double.isFinite(value)) {
                throw new ArithmeticException(
                        "the loss became %s at minibatch %d%s"
                                .formatted(value, minibatches, advice));
            }
            minibatch.addTo(metric);
            if (Double.isNaN(lossUntrained)) {
                lossUntrained = value;
            }
        }
    }

    private Scores start(Batch batch) {
        NDList data = OnDevice.move(batch.getData(), device, batch.getManager());
        NDArray y = OnDevice.move(batch.getLabels(), device, batch.getManager()).head();
        if (fresh) {
            Weights.initialize(net, config.getInitializers(), device, data.getShapes());
            fresh = false;
        }
        return Lending.parametersOf(net, batch.getManager(), () -> step(batch, data, y));
    }

    private Scores step(Batch batch, NDList data, NDArray y) {
        var scores = new Scores(batch, y);
        List<Shards.Shard> parts = Shards.split(data, y, shards);
        try (GradientCollector collector = EngineSetup.engine().newGradientCollector()) {
            boolean together = EngineSetup.isAsynchronous();
            List<Passed> passed =
                    Shards.map(
                            parts,
                            part ->
                                    together
                                            ? forward(part, y)
                                            : forwardAndBackward(part, y, collector));
            if (together) {
                // one backward of the sum: MXNet reads one output gradient for each array it is
                // given, and DJL hands it a single one
                collector.backward(sum(passed));
            }
            passed.forEach(pass -> scores.add(pass.yHat()));
            scores.loss(sum(passed));
        }
        if (trained.isEmpty()) {
            net.getParameters().values().stream()
                    .filter(Parameter::requiresGradient)
                    .map(this::trained)
                    .forEach(trained::add);
        }
        List<NDArray> changed =
                trained.stream().flatMap(t -> Stream.of(t.weight(), t.gradient())).toList();
        Lending.lend(changed, batch.getManager(), this::update);
        return scores;
    }

    /** A parameter whose numbers are changed in place, and where its gradient is put. */
    private record Trained(String id, NDArray weight, NDArray gradient) {}

    /** What one shard came to: its scores, and its share of the loss of the minibatch. */
    private record Passed(NDArray yHat, NDArray share) {}

    private Passed forward(Shards.Shard part, NDArray y) {
        NDArray yHat = Scores.of(net.forward(parameters, part.data(), true));
        if (!EngineSetup.isAsynchronous()) {
            Scores.requireOutputs(part.labels(), yHat); // reading costs nothing here
        }
        NDArray mean =
                config.getLossFunction().evaluate(new NDList(part.labels()), new NDList(yHat));
        return new Passed(yHat, mean.mul((float) part.size() / y.size()));
    }

    private Passed forwardAndBackward(Shards.Shard part, NDArray y, GradientCollector collector) {
        return JavaMemory.keptDuring(
                () -> {
                    Passed passed = forward(part, y);
                    collector.backward(passed.share());
                    return passed;
                });
    }

    private static NDArray sum(List<Passed> passed) {
        return passed.stream().map(Passed::share).reduce(NDArray::add).orElseThrow();
    }

    private void update() {
        for (Trained parameter : trained) {
            config.getOptimizer().update(parameter.id(), parameter.weight(), parameter.gradient());
            if (!EngineSetup.isAsynchronous()) {
                parameter.gradient().subi(parameter.gradient()); // PyTorch adds the next one to it
            }
        }
    }

    /** Looks once where weight and gradient of a parameter are; both stay there. */
    private Trained trained(Parameter parameter) {
        NDArray gradient = parameter.getArray().getGradient();
        gradient.attach(manager);
        // the same numbers without their history: PyTorch refuses to change others in place
        NDArray weight = parameter.getArray().stopGradient();
        weight.attach(manager);
        return new Trained(parameter.getId(), weight, gradient);
    }

    @Override
    public void close() {
        if (pending != null) {
            pending.close();
        }
        manager.close();
    }
}
