package ai.d2l.engine;

import static ai.d2l.engine.Arguments.require;

import ai.d2l.Accumulator;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
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
 * <p>The net gets fresh weights at the first minibatch, whose shape they depend on, unless it is to
 * go on from those that it has. They belong to {@link Weights}. A minibatch and all that is
 * computed from it belong to this learner until the next one is on its way; closing the learner
 * closes the last.
 */
public final class Learner implements AutoCloseable {

    private static final String SMALLER_RATE = ": start again with a smaller learning rate";

    private final Block net;
    private final Device device;
    private final TrainingConfig config;
    private final LossWatch watch;
    private final NDManager manager;
    private final ParameterStore parameters;
    private final int shards;
    private final boolean inOrder;
    private final boolean fresh;
    private final InTraining training;
    private TrainedParameters trained;
    private boolean quiet;
    private boolean prepared;
    private long minibatches;
    private Scores pending;
    private String note = "";

    /**
     * Prepares the training of a classifier by plain stochastic gradient descent, with softmax
     * cross-entropy and Xavier's weights.
     *
     * @param lr the learning rate, above 0
     * @throws IllegalStateException if the net is being trained already
     */
    public Learner(Block net, double lr, Device device) {
        this(
                net,
                config(lr),
                device,
                " with learning rate %s: start again with a smaller one".formatted(lr),
                true);
    }

    /**
     * Prepares the training of a net.
     *
     * @param config its initializers, loss function and optimizer count; the loss must be a mean
     *     over the examples
     * @throws IllegalStateException if the net is being trained already
     */
    public Learner(Block net, TrainingConfig config, Device device) {
        this(net, config, device, SMALLER_RATE, true);
    }

    /**
     * Prepares to go on training a net from the weights that it has.
     *
     * @throws IllegalArgumentException if it has none, or they are on another device
     */
    public static Learner goingOn(Block net, TrainingConfig config, Device device) {
        Device place = Evaluator.deviceOf(net);
        require(device.equals(place), "device", device, "that of the net's weights, " + place);
        return new Learner(net, config, device, SMALLER_RATE, false);
    }

    private Learner(Block net, TrainingConfig config, Device device, String advice, boolean fresh) {
        watch = new LossWatch(advice, fresh);
        this.fresh = fresh;
        this.net = net;
        this.device = device;
        this.config = config;
        shards = Shards.countToTrain(net, device);
        inOrder = ForwardOrder.matters(net);
        manager = EngineSetup.engine().newBaseManager(device);
        manager.setName("learner");
        parameters = new ParameterStore(manager, false);
        try {
            training = new InTraining(net);
        } catch (IllegalStateException e) {
            manager.close();
            throw e;
        }
    }

    /** Does not say that the weights which the net has are replaced. */
    public Learner quietly() {
        quiet = true;
        return this;
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
        return Turn.toTrain(
                net,
                () -> {
                    if (!prepared) {
                        prepare(data.getShapes());
                        prepared = true;
                    }
                    return Lending.parametersOf(
                            net, batch.getManager(), () -> step(batch, data, y));
                });
    }

    private void prepare(Shape... inputShapes) {
        collector().close(); // before there is anything to lose
        if (fresh) {
            if (Weights.areKept(net) && !quiet) {
                System.out.println(
                        "The net begins from fresh weights; continueTraining(…) goes on from those"
                                + " that a net has");
            }
            Weights.initialize(net, config.getInitializers(), device, inputShapes);
        } else {
            LayerShapes.requireFit(net, inputShapes);
        }
        TrainedParameters.prepare(net);
    }

    private static GradientCollector collector() {
        try {
            return EngineSetup.engine().newGradientCollector();
        } catch (IllegalStateException e) { // one by hand is open
            throw new IllegalStateException(
                    "A gradient collector is open, and a training needs one of its own: close it"
                            + " first",
                    e);
        }
    }

    private Scores step(Batch batch, NDList data, NDArray y) {
        var scores = new Scores(batch, y);
        List<Shards.Shard> parts = Shards.split(data, y, shards);
        try (GradientCollector collector = collector()) {
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
        var pieces = new ArrayList<Piece>();
        var others = new ArrayList<ShardWeights>();
        pieces.add(new Piece(parts.get(0), parameters));
        for (Shards.Shard part : parts.subList(1, parts.size())) {
            others.add(new ShardWeights(parameters));
            pieces.add(new Piece(part, others.get(others.size() - 1)));
        }
        List<Passed> passed =
                inOrder
                        ? JavaMemory.keptDuring(() -> forwardInOrder(pieces, y, collector))
                        : Parallel.map(pieces, piece -> forwardAndBackward(piece, y, collector));
        others.forEach(ShardWeights::addGradients);
        return passed;
    }

    private List<Passed> forwardInOrder(List<Piece> pieces, NDArray y, GradientCollector collector) {
        List<Passed> passed =
                pieces.stream().map(piece -> forward(piece.part(), y, piece.weights())).toList();
        return Parallel.map(passed, pass -> backward(pass, collector));
    }

    private Passed forwardAndBackward(Piece piece, NDArray y, GradientCollector collector) {
        return JavaMemory.keptDuring(
                () -> backward(forward(piece.part(), y, piece.weights()), collector));
    }

    private static Passed backward(Passed passed, GradientCollector collector) {
        collector.backward(passed.share());
        return passed;
    }

    /** A shard, and the weights that its gradients go to. */
    private record Piece(Shards.Shard part, ParameterStore weights) {}

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
        training.close();
    }
}
