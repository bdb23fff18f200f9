package ai.d2l;

import static ai.d2l.internal.engine.Arguments.require;
import static ai.d2l.internal.engine.Arguments.requireDevice;

import ai.d2l.internal.engine.EngineSetup;
import ai.d2l.internal.engine.InTraining;
import ai.d2l.internal.engine.LayerShapes;
import ai.d2l.internal.engine.Lending;
import ai.d2l.internal.engine.Turn;
import ai.d2l.internal.engine.Weights;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.TrainingConfig;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;

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
    private final Backpropagation backpropagation;
    private final boolean fresh;
    private final InTraining training;
    private TrainedParameters trained;
    private boolean quiet;
    private boolean prepared;
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
     * @throws IllegalArgumentException if an argument is null, or the device is not there
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
        Device place = Evaluation.deviceOf(net);
        require(place.equals(device), "device", device, "that of the net's weights, " + place);
        return new Learner(net, config, device, SMALLER_RATE, false);
    }

    private Learner(Block net, TrainingConfig config, Device device, String advice, boolean fresh) {
        requireArguments(net, config, device);
        watch = new LossWatch(advice, fresh);
        this.fresh = fresh;
        this.net = net;
        this.device = device;
        this.config = config;
        manager = EngineSetup.engine().newBaseManager(device);
        manager.setName("learner");
        try {
            backpropagation = new Backpropagation(net, config.getLossFunction(), manager);
            training = new InTraining(net);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private static void requireArguments(Block net, TrainingConfig config, Device device) {
        Evaluation.requireNet(net);
        require(config != null, "config", null, "a TrainingConfig");
        require(config.getLossFunction() != null, "the loss of config", null, "a Loss");
        require(config.getOptimizer() != null, "the optimizer of config", null, "an Optimizer");
        requireDevice(device);
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
     * @throws IllegalArgumentException if the minibatch is closed, or is not inputs and class
     *     numbers, a layer cannot take its input, or the loss is not one number
     * @throws ArithmeticException if the loss of the minibatch before was not finite
     */
    public void train(Batch batch, Accumulator metric) {
        Scores before = pending;
        pending = null;
        try {
            pending = start(batch);
        } catch (RuntimeException | Error e) {
            Batches.close(batch);
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
        watch.requireNoRise(mean);
        note = watch.note(mean);
        if (trained != null) {
            trained.requireNumbers(watch);
        }
    }

    /** Counts correct predictions of one pass; see {@link Evaluation#evaluate}. */
    public Accumulator evaluate(Iterable<Batch> dataIter) {
        return Evaluation.evaluate(net, dataIter, device);
    }

    private void read(Scores minibatch, Accumulator metric) {
        if (minibatch == null) {
            return;
        }
        try (minibatch) {
            boolean first = metric.get(2) == 0; // the sums start anew with each epoch
            watch.see(minibatch.loss(), minibatch.examples(), first);
            minibatch.addTo(metric);
        }
    }

    private Scores start(Batch batch) {
        Batches.requireExamples(batch);
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
        Backpropagation.openCollector().close(); // before there is anything to lose
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

    private Scores step(Batch batch, NDList data, NDArray y) {
        Scores scores = backpropagation.of(batch, data, y);
        if (trained == null) {
            trained = new TrainedParameters(net, manager);
        }
        trained.update(config.getOptimizer(), batch.getManager());
        return scores;
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
