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

/**
 * Trains a net, minibatch by minibatch.
 *
 * <p>The net gets fresh weights at the first minibatch, whose shape they depend on. They belong to
 * {@link Weights}. A minibatch and all that is computed from it belong to this learner until the
 * next one is on its way; closing the learner closes the last.
 */
public final class Learner implements AutoCloseable {

    private final Block net;
    private final Device device;
    private final TrainingConfig config;
    private final LossWatch watch;
    private final NDManager manager;
    private final ParameterStore parameters;
    private final int shards;
    private final boolean inOrder;
    private TrainedParameters trained;
    private boolean prepared;
    private long minibatches;
    private Scores pending;
    private String note = "";

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
        watch = new LossWatch(advice);
        this.net = net;
        this.device = device;
        this.config = config;
        shards = Shards.countToTrain(net, device);
        inOrder = ForwardOrder.matters(net);
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
        } catch (RuntimeException | Error e) {
            batch.close();
            throw e;
        } finally {
            read(before, metric);
        }
    }

    /**
     * Waits for the minibatch on its way, and adds it to the metric.
     *
     * @throws ArithmeticException if its loss or a weight was not finite, or the mean loss is still
     *     more than twice that of the first examples after a hundred minibatches
     */
    public void settle(Accumulator metric) {
        Scores last = pending;
        pending = null;
        note = "";
        read(last, metric);
        double mean = metric.get(0) / metric.get(2);
        watch.requireNoRise(mean, minibatches);
        note = watch.note(mean, minibatches);
        if (trained != null) {
            trained.requireNumbers(" until minibatch " + minibatches + watch.advice());
        }
    }

    /** Counts correct predictions of one pass; see {@link Evaluator#evaluate}. */
    public Accumulator evaluate(Iterable<Batch> dataIter) {
        return Evaluator.evaluate(net, dataIter, device);
    }

    private void read(Scores minibatch, Accumulator metric) {
        if (minibatch == null) {
            return;
        }
        try (minibatch) {
            // the sums start anew with each epoch, and so does the count
            minibatches = metric.get(2) == 0 ? 1 : minibatches + 1;
            watch.see(minibatch.loss(), minibatch.examples(), minibatches);
            minibatch.addTo(metric);
        }
    }

    private Scores start(Batch batch) {
        Scores.requireExamples(batch);
        NDList data = OnDevice.move(batch.getData(), device, batch.getManager());
        NDArray y = OnDevice.move(batch.getLabels(), device, batch.getManager()).head();
        if (!prepared) {
            Weights.initialize(net, config.getInitializers(), device, data.getShapes());
            TrainedParameters.prepare(net);
            prepared = true;
        }
        return Lending.parametersOf(net, batch.getManager(), () -> step(batch, data, y));
    }

    private Scores step(Batch batch, NDList data, NDArray y) {
        var scores = new Scores(batch, y);
        List<Shards.Shard> parts = Shards.split(data, y, shards);
        try (GradientCollector collector = EngineSetup.engine().newGradientCollector()) {
            List<Passed> passed =
                    EngineSetup.isAsynchronous()
                            ? together(parts, y, collector)
                            : eachByItself(parts, y, collector);
            passed.forEach(pass -> scores.add(pass.yHat()));
            scores.loss(sum(passed));
        }
        if (trained == null) {
            trained = new TrainedParameters(net, manager);
        }
        trained.update(config.getOptimizer(), batch.getManager());
        return scores;
    }

    /** One backward of the sum: DJL hands MXNet one output gradient for all arrays it is given. */
    private List<Passed> together(
            List<Shards.Shard> parts, NDArray y, GradientCollector collector) {
        List<Passed> passed = parts.stream().map(part -> forward(part, y, parameters)).toList();
        collector.backward(sum(passed));
        return passed;
    }

    /** A backward for each shard, all at the same time: PyTorch computes in the calling thread. */
    private List<Passed> eachByItself(
            List<Shards.Shard> parts, NDArray y, GradientCollector collector) {
        var turns = new ArrayList<Turn>();
        var others = new ArrayList<ShardWeights>();
        turns.add(new Turn(parts.get(0), parameters));
        for (Shards.Shard part : parts.subList(1, parts.size())) {
            others.add(new ShardWeights(parameters));
            turns.add(new Turn(part, others.get(others.size() - 1)));
        }
        List<Passed> passed =
                inOrder
                        ? JavaMemory.keptDuring(() -> forwardInOrder(turns, y, collector))
                        : Parallel.map(turns, turn -> forwardAndBackward(turn, y, collector));
        ShardWeights.addGradients(others);
        return passed;
    }

    private List<Passed> forwardInOrder(List<Turn> turns, NDArray y, GradientCollector collector) {
        List<Passed> passed =
                turns.stream().map(turn -> forward(turn.part(), y, turn.weights())).toList();
        return Parallel.map(passed, pass -> backward(pass, collector));
    }

    private Passed forwardAndBackward(Turn turn, NDArray y, GradientCollector collector) {
        return JavaMemory.keptDuring(
                () -> backward(forward(turn.part(), y, turn.weights()), collector));
    }

    private static Passed backward(Passed passed, GradientCollector collector) {
        collector.backward(passed.share());
        return passed;
    }

    /** A shard, and the weights that its gradients go to. */
    private record Turn(Shards.Shard part, ParameterStore weights) {}

    /** What one shard came to: its scores, and its share of the loss of the minibatch. */
    private record Passed(NDArray yHat, NDArray share) {}

    private Passed forward(Shards.Shard part, NDArray y, ParameterStore weights) {
        NDArray yHat = Scores.of(net.forward(weights, part.data(), true));
        if (!EngineSetup.isAsynchronous()) {
            Scores.requireOutputs(part.labels(), yHat); // reading costs nothing here
        }
        NDArray mean =
                config.getLossFunction().evaluate(new NDList(part.labels()), new NDList(yHat));
        requireOneNumber(mean);
        return new Passed(yHat, mean.mul((float) part.size() / y.size()));
    }

    private static void requireOneNumber(NDArray loss) {
        if (loss == null || loss.size() != 1) {
            throw new IllegalArgumentException(
                    "The loss function gives %s and needs one number: the mean over the examples"
                            .formatted(loss == null ? "nothing" : "shape " + loss.getShape()));
        }
    }

    private static NDArray sum(List<Passed> passed) {
        return passed.stream().map(Passed::share).reduce(NDArray::add).orElseThrow();
    }

    /** Says so, too, if a training that was too short to be judged ends with a risen loss. */
    @Override
    public void close() {
        if (!note.isEmpty()) {
            System.out.println(note);
        }
        if (pending != null) {
            pending.close();
        }
        manager.close();
    }
}
