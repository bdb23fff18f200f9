package ai.d2l;

import static ai.d2l.internal.engine.Arguments.require;

import ai.d2l.internal.engine.Temporaries;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import java.util.concurrent.CancellationException;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import tech.tablesaw.api.Table;

/**
 * Trains and measures classifiers that are functions of a reader's own, written with arrays alone;
 * made for {@code import static ai.d2l.SoftmaxRegression.*}.
 *
 * <pre>{@code
 * UnaryOperator<NDArray> net = X -> X.reshape(-1, 784).matMul(w).add(b);
 * trainCh3(net, trainIter, testIter, loss, 10, batchSize -> sgd(params, lr, batchSize));
 * }</pre>
 *
 * <p>A net takes inputs as the minibatches have them and gives shape (batch, classes), scores or
 * their softmax: the largest is the prediction. Its weights are arrays that it holds, and that ask
 * for gradients. Whatever else it makes is closed here. Nets of blocks are trained by {@link
 * Training}.
 *
 * <p>The names are those of the book "Dive into Deep Learning", chapter 3: its readers know them.
 */
public final class SoftmaxRegression {

    /** Takes one step, once the gradients of the sum of the losses are there. */
    @FunctionalInterface
    public interface Updater {

        /**
         * Changes the weights in place.
         *
         * @param batchSize over how many examples the gradients are sums
         */
        void step(int batchSize);
    }

    private SoftmaxRegression() {}

    /**
     * Returns how many predictions are right.
     *
     * @param yHat scores or shares of shape (n, classes); the first of the largest is the
     *     prediction
     * @param y class numbers of shape (n)
     * @throws IllegalArgumentException if they are of other shapes, or a label is not the number of
     *     a class
     */
    public static double accuracy(NDArray yHat, NDArray y) {
        require(yHat != null, "yHat", null, "scores of shape (n, classes)");
        require(y != null, "y", null, "class numbers of shape (n)");
        Labels.require(y, true);
        return Labels.correct(new NDList(y), new NDList(yHat));
    }

    /**
     * Returns the share of right predictions over one pass, 0 to 1.
     *
     * @param dataIter minibatches of inputs and class numbers; each is closed here
     * @throws IllegalArgumentException as {@link #accuracy}, or if there is no minibatch
     * @throws CancellationException if the thread was interrupted; its flag stays set
     */
    @SuppressWarnings("try") // what is computed is closed with the resource
    public static double evaluateAccuracy(UnaryOperator<NDArray> net, Iterable<Batch> dataIter) {
        requireNet(net);
        var metric = new Accumulator(2); // right predictions, examples
        var pass = new Pass(dataIter, "dataIter", 1);
        while (pass.hasNext()) {
            try (Batch batch = pass.next();
                    var temporaries = new Temporaries()) {
                InFlight.requireExamples(batch);
                NDArray y = batch.getLabels().head();
                metric.add(accuracy(apply(net, batch), y), y.size());
            }
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException(
                    "evaluation was stopped after %.0f examples".formatted(metric.get(1)));
        }
        return metric.get(0) / metric.get(1);
    }

    /**
     * Trains for one epoch: forward, loss, backward, update for each minibatch.
     *
     * <p>An interrupt of the thread (the stop button of a notebook) ends it at the next minibatch;
     * the thread's flag stays set.
     *
     * @param trainIter minibatches of inputs and class numbers; each is closed here
     * @param loss gives the loss of each example, shape (batch), of what the net gives and the
     *     class numbers: not their mean, since the updater divides their sum
     * @param updater changes the weights, such as {@code batchSize -> sgd(params, lr, batchSize)}
     * @return the mean loss and the share of right predictions over the examples of the pass, each
     *     as it was before the step of its minibatch; NaN where there was none
     * @throws IllegalArgumentException as {@link #accuracy}, if there is no minibatch, or the loss
     *     is not one number for each example
     * @throws IllegalStateException if the loss was computed from no array that asks for a gradient
     * @throws ArithmeticException if a loss is NaN or infinite; its step is not taken
     */
    public static double[] trainEpochCh3(
            UnaryOperator<NDArray> net,
            Iterable<Batch> trainIter,
            BinaryOperator<NDArray> loss,
            Updater updater) {
        return trainEpoch(net, new Pass(trainIter, "trainIter", 1), loss, updater);
    }

    private static double[] trainEpoch(
            UnaryOperator<NDArray> net, Pass pass, BinaryOperator<NDArray> loss, Updater updater) {
        requireNet(net);
        require(loss != null, "loss", null, "a function of yHat and y");
        require(updater != null, "updater", null, "what takes a step, such as sgd");
        var metric = new Accumulator(3); // losses, right predictions, examples
        while (pass.hasNext()) {
            try (Batch batch = pass.next();
                    var recording = Autograd.record()) {
                InFlight.requireExamples(batch);
                NDArray y = batch.getLabels().head();
                NDArray yHat = apply(net, batch);
                double right = accuracy(yHat, y);
                NDArray l = requireOneForEach(loss.apply(yHat, y), y).sum();
                recording.backward(l);
                double sum = l.toArray()[0].doubleValue(); // of whatever type
                requireNumber(sum, metric.get(2));
                updater.step(Math.toIntExact(y.size()));
                metric.add(sum, right, y.size());
            }
        }
        double examples = metric.get(2);
        return new double[] {metric.get(0) / examples, metric.get(1) / examples};
    }

    /**
     * Trains for some epochs and draws the mean loss and the accuracy of each, and the accuracy on
     * the test set after it.
     *
     * <p>An interrupt of the thread (the stop button of a notebook) ends the training at the next
     * minibatch and is thereby answered: the thread's flag is cleared, net and curve stay usable.
     *
     * @param trainIter a new pass at each call of {@code iterator()}, of minibatches that are
     *     closed here
     * @param testIter the same, of the test set
     * @param loss as {@link #trainEpochCh3} takes it
     * @param numEpochs the number of passes, at least 1
     * @return a row for each whole epoch: epoch, train loss, train acc, test acc
     * @throws RuntimeException as {@link #trainEpochCh3} and {@link #evaluateAccuracy}
     */
    public static Table trainCh3(
            UnaryOperator<NDArray> net,
            Iterable<Batch> trainIter,
            Iterable<Batch> testIter,
            BinaryOperator<NDArray> loss,
            int numEpochs,
            Updater updater) {
        require(numEpochs >= 1, "numEpochs", numEpochs, "a whole number from 1");
        require(testIter != null, "testIter", null, "minibatches");
        var curves = Animator.builder().setLegend("train loss", "train acc", "test acc");
        curves.optXLabel("epoch").optXLim(0, numEpochs).optYLabel("accuracy");
        var animator = curves.optPanel("loss", "train loss").build();
        try {
            for (int epoch = 1; epoch <= numEpochs; epoch++) {
                var pass = new Pass(trainIter, "trainIter", epoch);
                double[] train = trainEpoch(net, pass, loss, updater);
                if (Thread.currentThread().isInterrupted()) {
                    break;
                }
                animator.add(epoch, train[0], train[1], evaluateAccuracy(net, testIter));
            }
        } catch (CancellationException e) {
            // stopped on the test set: this epoch has no row
        } finally {
            animator.finish();
            Thread.interrupted(); // the stop has been obeyed
        }
        return animator.toTable();
    }

    /**
     * Shows the first pictures of a pass, with the names of their true and their predicted class as
     * {@link FashionMnist#show(NDArray, NDArray, NDArray)} has them.
     *
     * @param testIter minibatches of pictures; the first is taken, and closed here
     * @param n how many pictures, from 1 to as many as a minibatch has
     * @throws IllegalArgumentException if they are fewer, or as {@link #accuracy}
     */
    @SuppressWarnings("try") // what is computed is closed with the resource
    public static void predictCh3(UnaryOperator<NDArray> net, Iterable<Batch> testIter, int n) {
        requireNet(net);
        var pass = new Pass(testIter, "testIter", 1);
        if (!pass.hasNext()) {
            return; // interrupted
        }
        try (Batch batch = pass.next();
                var temporaries = new Temporaries()) {
            InFlight.requireExamples(batch);
            NDArray y = batch.getLabels().head();
            require(n >= 1 && n <= y.size(), "n", n, "1 to %d, a minibatch".formatted(y.size()));
            NDArray yHat = Labels.requireScores(y, new NDList(apply(net, batch)));
            String first = "0:" + n;
            NDArray X = batch.getData().head().get(first);
            FashionMnist.show(X, y.get(first), yHat.argMax(1).get(first));
        }
    }

    private static void requireNet(UnaryOperator<NDArray> net) {
        require(net != null, "net", null, "a function of X that gives scores");
    }

    private static NDArray apply(UnaryOperator<NDArray> net, Batch batch) {
        NDArray yHat = net.apply(batch.getData().head());
        require(yHat != null, "what net gives", null, "scores of shape (batch, classes)");
        return yHat;
    }

    private static NDArray requireOneForEach(NDArray loss, NDArray y) {
        Shape needed = y.getShape();
        require(
                loss != null && loss.getShape().equals(needed),
                "what loss gives",
                loss == null ? null : "of shape " + (loss.isScalar() ? "()" : loss.getShape()),
                "the loss of each example, of shape %s, and no sum or mean of them"
                        .formatted(needed));
        return loss;
    }

    private static void requireNumber(double loss, double examples) {
        if (!Double.isFinite(loss)) {
            throw new ArithmeticException(
                    "The loss became %s after %,.0f examples of this epoch: "
                                    .formatted(loss, examples)
                            + "begin again with a smaller learning rate, and see that exp and log"
                            + " get no number too large or 0");
        }
    }
}
