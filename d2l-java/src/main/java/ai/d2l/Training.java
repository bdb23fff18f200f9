package ai.d2l;

import static ai.d2l.internal.engine.Arguments.require;

import ai.d2l.internal.engine.EngineSetup;
import ai.d2l.internal.engine.Weights;
import ai.d2l.internal.notebook.ProgressLine;
import ai.djl.Device;
import ai.djl.nn.Block;
import ai.djl.training.TrainingConfig;
import ai.djl.training.dataset.Batch;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Trains and evaluates nets; made for {@code import static ai.d2l.Training.*}.
 *
 * <p>Minibatches may come from anywhere; {@link Minibatches#of} gives those of a DJL data set.
 *
 * <p>The names are those of the book "Dive into Deep Learning": its readers know them.
 */
public final class Training {

    static {
        EngineSetup.prepare();
    }

    private Training() {}

    /**
     * Trains a net from fresh weights and draws its curve while it learns: the loss in a panel of
     * its own, of training the means over the last fifth of an epoch. {@link
     * #continueTraining(Block, Iterable, Iterable, int, double, Device)} goes on from those it has.
     *
     * <p>Weights are drawn anew (Xavier, uniform) from {@link Seed}; those the net had are closed.
     * They live until the next training of this net, or until nobody holds the net. The loss is
     * softmax cross-entropy, the optimizer minibatch stochastic gradient descent without momentum.
     * On a CPU each minibatch is computed in shards, one for each core; a net that holds running
     * statistics, as batch normalization does, is computed in one. The same seed gives the same
     * weights, bit for bit, on as many cores; on more or fewer they differ by rounding, and a layer
     * that draws random numbers, as dropout does, draws others.
     *
     * <p>An interrupt of the thread (the stop button of a notebook) ends the training at the next
     * minibatch and is thereby answered: the thread's flag is cleared, the net, the curve and the
     * result stay usable.
     *
     * @param net takes inputs as trainIter gives them, gives scores of shape (batch, classes)
     * @param trainIter minibatches to learn from, a new pass at each call of {@code iterator()};
     *     each minibatch is closed here
     * @param testIter minibatches to measure the accuracy on, after every epoch
     * @param numEpochs the number of passes, at least 1
     * @param lr the learning rate, above 0
     * @param device where to compute, such as {@link #tryGpu()}
     * @return the history and the last figures
     * @throws IllegalArgumentException if an argument is null or out of its range, the device is
     *     not there, an iterator has no minibatch or gives one that is closed, a layer cannot take
     *     its input, a label is not the number of an output, or an input of the first minibatch is
     *     not a finite number
     * @throws IllegalStateException if the net is being trained already, in another thread or by
     *     whatever gives the minibatches; nothing is lost
     * @throws ArithmeticException if the loss becomes NaN or infinite, or stays above twice that of
     *     the first examples
     */
    public static TrainingReport trainCh6(
            Block net,
            Iterable<Batch> trainIter,
            Iterable<Batch> testIter,
            int numEpochs,
            double lr,
            Device device) {
        Seed.apply();
        try (var learner = new Learner(net, lr, device)) {
            var curve = new TrainingCurve(numEpochs, device);
            return fit(learner, curve, trainIter, testIter, numEpochs);
        }
    }

    /** Passes over the training set, and over the test set after each epoch. */
    static TrainingReport fit(
            Learner learner,
            TrainingCurve curve,
            Iterable<Batch> trainIter,
            Iterable<Batch> testIter,
            int numEpochs) {
        if (testIter == null) {
            throw new IllegalArgumentException("testIter is null: it takes minibatches");
        }
        try {
            for (int epoch = 1; epoch <= numEpochs && !curve.isStopped(); epoch++) {
                for (Batch batch : learner.pass(trainIter)) {
                    learner.train(batch); // forward, loss, backward, update
                    curve.during(epoch, batch, learner);
                }
                curve.after(epoch, learner.means(), learner.evaluate(testIter));
            }
        } finally {
            curve.finish();
        }
        return curve.report();
    }

    /**
     * Trains a net from fresh weights, as {@link #trainCh6} does, by a loss, an optimizer and
     * initializers of your own: classifiers, and any other net that a loss of DJL's, or your own,
     * can judge. The config's evaluators are measured beside the loss; where there is none, the
     * accuracy of a classifier is.
     *
     * <pre>{@code
     * var config = new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
     *         .optInitializer(new NormalInitializer(), Parameter.Type.WEIGHT)
     *         .optOptimizer(Optimizer.adam().build());
     * var result = train(net, config, trainIter, testIter, 10, tryGpu());
     * }</pre>
     *
     * @param config its loss function must give the mean over the examples; its optimizer,
     *     initializers and evaluators are used as they are, devices and executor are not
     * @throws IllegalArgumentException as {@link #trainCh6}, if the loss or an evaluator cannot
     *     take the labels or what the net gives, or the config has listeners
     * @throws ArithmeticException if the loss becomes NaN or infinite, or stays above twice that of
     *     the first examples; the message says where
     */
    public static TrainingReport train(
            Block net,
            TrainingConfig config,
            Iterable<Batch> trainIter,
            Iterable<Batch> testIter,
            int numEpochs,
            Device device) {
        var curve = new TrainingCurve(numEpochs, device);
        return run(new Learner(net, config, device), curve, trainIter, testIter, numEpochs);
    }

    /**
     * Goes on training a net from the weights that it has, read or learnt, as {@link #trainCh6}
     * trains it from fresh ones.
     *
     * @param net has weights, on the device; they are changed in place
     * @throws IllegalArgumentException as {@link #trainCh6}, and if the net has no weights
     * @throws ArithmeticException if the loss becomes NaN or infinite; nothing is said of a loss
     *     that rises
     */
    public static TrainingReport continueTraining(
            Block net,
            Iterable<Batch> trainIter,
            Iterable<Batch> testIter,
            int numEpochs,
            double lr,
            Device device) {
        return continueTraining(net, Learner.config(lr), trainIter, testIter, numEpochs, device);
    }

    /**
     * Goes on training a net from the weights that it has, as {@link #train} trains it from fresh
     * ones.
     *
     * @param config its optimizer begins anew, without what one before it has remembered; its
     *     initializers are not used
     */
    public static TrainingReport continueTraining(
            Block net,
            TrainingConfig config,
            Iterable<Batch> trainIter,
            Iterable<Batch> testIter,
            int numEpochs,
            Device device) {
        var curve = new TrainingCurve(numEpochs, device);
        var learner = Learner.goingOn(net, config, device);
        return run(learner, curve, trainIter, testIter, numEpochs);
    }

    /**
     * Trains as {@link #train} does, and shows no curve: for experiments, of which one wants the
     * figures alone.
     */
    public static TrainingReport trainQuietly(
            Block net,
            TrainingConfig config,
            Iterable<Batch> trainIter,
            Iterable<Batch> testIter,
            int numEpochs,
            Device device) {
        var curve = new TrainingCurve(numEpochs, device, Animator.builder().hidden());
        var learner = new Learner(net, config, device).quietly();
        return run(learner, curve, trainIter, testIter, numEpochs);
    }

    private static TrainingReport run(
            Learner learner,
            TrainingCurve curve,
            Iterable<Batch> trainIter,
            Iterable<Batch> testIter,
            int numEpochs) {
        try (learner) {
            Seed.apply();
            return fit(learner, curve, trainIter, testIter, numEpochs);
        }
    }

    /**
     * Returns the share of correct predictions on the device where the net's first parameter lives,
     * and says how far it is when that takes longer than two seconds.
     *
     * @see #evaluateAccuracyGpu(Block, Iterable, Device)
     */
    public static double evaluateAccuracyGpu(Block net, Iterable<Batch> dataIter) {
        require(net != null, "net", null, "a Block, such as a SequentialBlock");
        return evaluateAccuracyGpu(
                net, ProgressLine.over("evaluating", dataIter), Weights.deviceOf(net));
    }

    /**
     * Returns the share of correct predictions, 0 to 1.
     *
     * <p>Several threads may evaluate a net at once, also while it is trained: each minibatch is
     * then computed with the weights of its moment.
     *
     * @param net gives scores of shape (batch, classes); the largest is the prediction
     * @param dataIter minibatches of inputs and class numbers; each is closed here
     * @throws IllegalArgumentException if there is no minibatch, a layer cannot take its input, a
     *     label is not the number of an output, or an input of the first minibatch is not a finite
     *     number
     * @throws IllegalStateException if another thread gives the net other weights meanwhile
     * @throws CancellationException if the thread was interrupted; its flag stays set
     */
    public static double evaluateAccuracyGpu(Block net, Iterable<Batch> dataIter, Device device) {
        Means means = Learner.evaluate(net, dataIter, device, Metric.accuracy());
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException(
                    "evaluation was stopped after %d examples".formatted(means.examples()));
        }
        return means.get("acc");
    }

    /** Returns the first GPU when the engine sees one, else the CPU. */
    public static Device tryGpu() {
        return tryGpu(0);
    }

    /**
     * Returns the i-th GPU when the engine sees that many, else the CPU.
     *
     * @param i which GPU, from 0
     */
    public static Device tryGpu(int i) {
        require(i >= 0, "i", i, "a whole number from 0");
        return i < EngineSetup.engine().getGpuCount() ? Device.gpu(i) : Device.cpu();
    }

    /** Returns all GPUs that the engine sees, or the CPU alone when it sees none. */
    public static List<Device> tryAllGpus() {
        Device[] gpus = EngineSetup.engine().getDevices(Integer.MAX_VALUE);
        return Arrays.stream(gpus).anyMatch(Device::isGpu) ? List.of(gpus) : List.of(Device.cpu());
    }
}
