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
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.TrainingConfig;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Trains a net, minibatch by minibatch, on all cores.
 *
 * <pre>{@code
 * try (var learner = new Learner(net, 0.1, tryGpu())) {
 *     for (Batch batch : learner.pass(trainIter)) {
 *         learner.train(batch); // forward, loss, backward, update
 *     }
 *     System.out.println(learner.means()); // of the pass
 *     System.out.println(learner.evaluate(testIter));
 * }
 * }</pre>
 *
 * <p>The net gets fresh weights at the first minibatch, whose shape they depend on, unless it is to
 * go on from those that it has. They stay when the learner is closed. A minibatch and all that is
 * computed from it belong to the learner until the next one is on its way.
 */
public final class Learner implements AutoCloseable {

    private static final String SMALLER_RATE = ": start again with a smaller learning rate";

    private final Block net;
    private final TrainingConfig config;
    private final List<Metric> metrics;
    private final LossWatch watch;
    private final NDManager manager;
    private final Propagation propagation;
    private final boolean fresh;
    private final InTraining training;
    private TrainedParameters trained;
    private Tally tally;
    private boolean quiet;
    private boolean prepared;
    private String note = "";
    private long passes;
    private long evaluations;
    private long beganAt = System.nanoTime();

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
     * @param config its initializers, loss function, optimizer and evaluators count; the loss must
     *     be a mean over the examples
     * @param metrics what to measure beside the loss and the evaluators; where there are neither,
     *     the accuracy of a classifier
     * @throws IllegalArgumentException if an argument is null, the device is not there, or the
     *     config has listeners
     * @throws IllegalStateException if the net is being trained already
     */
    public Learner(Block net, TrainingConfig config, Device device, Metric... metrics) {
        this(net, config, device, SMALLER_RATE, true, metrics);
    }

    /**
     * Prepares to go on training a net from the weights that it has.
     *
     * @throws IllegalArgumentException if it has none, or they are on another device
     */
    public static Learner goingOn(
            Block net, TrainingConfig config, Device device, Metric... metrics) {
        requireNet(net);
        Device place = Weights.deviceOf(net);
        require(place.equals(device), "device", device, "that of the net's weights, " + place);
        return new Learner(net, config, device, SMALLER_RATE, false, metrics);
    }

    private Learner(
            Block net,
            TrainingConfig config,
            Device device,
            String advice,
            boolean fresh,
            Metric... metrics) {
        requireArguments(net, config, device);
        watch = new LossWatch(advice, fresh);
        this.fresh = fresh;
        this.net = net;
        this.config = config;
        this.metrics = metrics(config, metrics);
        manager = EngineSetup.engine().newBaseManager(device);
        manager.setName("learner");
        propagation = new Propagation(net, config.getLossFunction(), manager);
        try {
            training = new InTraining(net);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
        tally = newTally(watch);
    }

    private static void requireArguments(Block net, TrainingConfig config, Device device) {
        requireNet(net);
        require(config != null, "config", null, "a TrainingConfig");
        require(config.getLossFunction() != null, "the loss of config", null, "a Loss");
        require(config.getOptimizer() != null, "the optimizer of config", null, "an Optimizer");
        List<TrainingListener> listeners = config.getTrainingListeners();
        require(
                listeners.isEmpty(),
                "a listener of config",
                listeners.isEmpty() ? "" : listeners.get(0).getClass().getSimpleName(),
                "none, since DJL's listeners need DJL's Trainer: write what it does into a loop over"
                        + " learner.pass(trainIter), or train by EasyTrain.fit");
        requireDevice(device);
    }

    private static void requireNet(Block net) {
        require(net != null, "net", null, "a Block, such as a SequentialBlock");
    }

    private static List<Metric> metrics(TrainingConfig config, Metric... metrics) {
        List<Metric> asked =
                Stream.concat(Stream.of(metrics), config.getEvaluators().stream().map(Metric::of))
                        .toList();
        var names = new HashSet<>(Set.of("loss"));
        for (Metric metric : asked) {
            require(metric != null, "a metric", null, "one such as Metric.accuracy()");
            String other = "a name that no other metric has, nor the loss";
            require(names.add(metric.name()), "a metric's name", metric.name(), other);
        }
        boolean classifier = Labels.areClasses(config.getLossFunction());
        return asked.isEmpty() && classifier ? List.of(Metric.accuracy()) : asked;
    }

    private Tally newTally(LossWatch watch) {
        return new Tally(metrics, config.getLossFunction(), watch);
    }

    /** Does not say that the weights which the net has are replaced. */
    Learner quietly() {
        quiet = true;
        return this;
    }

    /**
     * Returns softmax cross-entropy, Xavier's weights, and plain stochastic gradient descent.
     *
     * @param lr the learning rate, above 0
     */
    public static TrainingConfig config(double lr) {
        require(lr > 0 && Double.isFinite(lr), "lr", lr, "a finite number above 0");
        return new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optInitializer(Weights.xavier(), Parameter.Type.WEIGHT)
                .optOptimizer(
                        Optimizer.sgd().setLearningRateTracker(Tracker.fixed((float) lr)).build());
    }

    /**
     * Returns the same minibatches, and begins new means with the first; after an interrupt of the
     * thread there is no next one, and the flag stays.
     *
     * @throws IllegalArgumentException in the loop, if there is no minibatch, also in a later pass
     */
    public Iterable<Batch> pass(Iterable<Batch> minibatches) {
        requireOpen();
        return () -> {
            tally.close();
            tally = newTally(watch);
            beganAt = System.nanoTime();
            return new Pass(minibatches, "trainIter", ++passes);
        };
    }

    /** Returns when the last pass began, or else when the learner was made. */
    long beganAt() {
        return beganAt;
    }

    /**
     * Takes one step: forward, loss, backward, update.
     *
     * <p>Returns while the engine may still be computing, after the minibatch before this one has
     * been read.
     *
     * @param batch is closed here, when the next one is on its way
     * @throws IllegalArgumentException if the minibatch is closed, or is not inputs and labels, a
     *     layer cannot take its input, the loss cannot take the labels, or is not one number
     * @throws ArithmeticException if the loss of the minibatch before was not finite
     */
    public void train(Batch batch) {
        requireOpen();
        boolean classes = Labels.areClasses(config.getLossFunction());
        InFlight started = null;
        try {
            started = InFlight.start(batch, manager, classes, this::compute);
        } finally {
            tally.take(started);
        }
    }

    private InFlight compute(InFlight minibatch) {
        return Turn.toTrain(
                net,
                () -> {
                    if (!prepared) {
                        prepare(minibatch);
                        prepared = true;
                    }
                    return Lending.parametersOf(net, minibatch.owner(), () -> step(minibatch));
                });
    }

    private void prepare(InFlight first) {
        Propagation.openCollector().close(); // before there is anything to lose
        if (fresh) {
            if (Weights.areKept(net) && !quiet) {
                System.out.println(
                        "The net begins from fresh weights; continueTraining(…) goes on from those"
                                + " that a net has");
            }
            Weights.initialize(
                    net, config.getInitializers(), manager.getDevice(), first.data().getShapes());
        } else {
            LayerShapes.requireFit(net, first.data().getShapes());
        }
        TrainedParameters.prepare(net);
    }

    private InFlight step(InFlight minibatch) {
        propagation.backward(minibatch);
        if (trained == null) {
            trained = new TrainedParameters(net, manager);
        }
        trained.update(config.getOptimizer(), minibatch.owner());
        return minibatch;
    }

    /**
     * Waits for the minibatch on its way, and returns the means of the pass so far.
     *
     * @throws ArithmeticException if its loss or a weight was not finite, or a classifier's mean
     *     loss is more than twice that of the first examples after a hundred minibatches
     */
    public Means means() {
        requireOpen();
        note = "";
        Means means = tally.means();
        if (means.names().contains(Metric.accuracy().name())) {
            // a regression may begin with easy examples; who guesses classes pays alike for all
            watch.requireNoRise(means.loss());
            note = watch.note(means.loss());
        }
        if (trained != null) {
            trained.requireNumbers(watch);
        }
        return means;
    }

    /**
     * Returns the means of one pass from which nothing is learnt, the loss included.
     *
     * @param minibatches each is closed here
     * @see #evaluate(Block, Iterable, Device, Metric...)
     */
    public Means evaluate(Iterable<Batch> minibatches) {
        requireOpen();
        var pass = new Pass(minibatches, "testIter", ++evaluations);
        Loss loss = config.getLossFunction();
        var propagation = new Propagation(net, loss, manager);
        return evaluate(pass, propagation, manager, Labels.areClasses(loss), newTally(null));
    }

    /**
     * Measures a net over one pass; stops early when the thread is interrupted, and leaves the
     * thread's flag set.
     *
     * <p>Where another thread trains the net meanwhile, each minibatch is computed with the weights
     * of its moment.
     *
     * @param minibatches each is closed here
     * @return the means of the metrics; that of the loss is NaN
     * @throws IllegalArgumentException if an argument is null, the device is not there, there is no
     *     minibatch, the net has no weights, a layer cannot take its input, or a metric the labels
     *     or the output
     * @throws IllegalStateException if the net gets other weights meanwhile, as the beginning of a
     *     training gives it
     */
    public static Means evaluate(
            Block net, Iterable<Batch> minibatches, Device device, Metric... metrics) {
        requireNet(net);
        requireDevice(device);
        try (NDManager manager = EngineSetup.engine().newBaseManager(device)) {
            var tally = new Tally(List.of(metrics), null, null);
            var pass = new Pass(minibatches, "dataIter", 1);
            boolean classes = List.of(metrics).contains(Metric.accuracy());
            return evaluate(pass, new Propagation(net, null, manager), manager, classes, tally);
        }
    }

    private static Means evaluate(
            Pass pass, Propagation propagation, NDManager manager, boolean classes, Tally sums) {
        try (sums) {
            while (pass.hasNext()) {
                sums.take(InFlight.start(pass.next(), manager, classes, propagation::evaluate));
            }
            return sums.means();
        }
    }

    private void requireOpen() {
        if (!manager.isOpen()) {
            throw new IllegalStateException(
                    "The learner is closed: make another one; Learner.goingOn(…) has the net's weights");
        }
    }

    /** Says so, too, if a training that was too short to be judged ends with a risen loss. */
    @Override
    public void close() {
        if (!note.isEmpty()) {
            System.out.println(note);
        }
        tally.close();
        manager.close();
        training.close();
    }
}
