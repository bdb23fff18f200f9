package ai.d2l;

import static ai.d2l.internal.engine.Arguments.require;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import java.util.OptionalLong;

/**
 * Linear regression by hand: data, model, loss, update; made for {@code import static
 * ai.d2l.LinearRegression.*}.
 *
 * <pre>{@code
 * for (Batch batch : loadArray(new NDList(data.X(), data.y()), 10, true)) {
 *     try (batch; var recording = Autograd.record()) {
 *         NDArray yHat = linreg(batch.getData().head(), w, b);
 *         recording.backward(squaredLoss(yHat, batch.getLabels().head()).sum());
 *         sgd(new NDList(w, b), 0.03, batch.getSize());
 *     }
 * }
 * }</pre>
 *
 * <p>The names are those of the book "Dive into Deep Learning": its readers know them. What {@link
 * #linreg} and {@link #squaredLoss} compute on the way belongs, as their result does, to the
 * managers of what they are given, or to the {@linkplain Autograd recording} that is open.
 */
public final class LinearRegression {

    /** How far the labels of made data are off, as a standard deviation. */
    private static final float NOISE = 0.01f;

    static {
        EngineSetup.prepare();
    }

    private LinearRegression() {}

    /**
     * Examples that belong together: row i of X has the label y[i].
     *
     * @param X features of shape (examples, inputs)
     * @param y labels of shape (examples, 1)
     */
    public record Examples(NDArray X, NDArray y) implements AutoCloseable {

        /** Closes both arrays. */
        @Override
        public void close() {
            X.close();
            y.close();
        }
    }

    /**
     * Makes examples y = Xw + b + noise: features from a normal distribution of mean 0 and standard
     * deviation 1, noise from one of 0 and 0.01, all drawn from {@link Seed}.
     *
     * @param manager gets both arrays
     * @param w the true weights, of shape (inputs) or (inputs, 1)
     * @param numExamples at least 1
     * @throws IllegalArgumentException if w is of another shape, or numExamples below 1
     */
    public static Examples syntheticData(NDManager manager, NDArray w, double b, int numExamples) {
        require(numExamples >= 1, "numExamples", numExamples, "a whole number from 1");
        Shape shape = w.getShape();
        boolean isVector = shape.dimension() == 1 || shape.dimension() == 2 && shape.get(1) == 1;
        require(isVector, "the shape of w", shape, "(inputs) or (inputs, 1)");
        try (var scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray X = manager.randomNormal(new Shape(numExamples, w.size()));
            NDArray noise =
                    manager.randomNormal(0, NOISE, new Shape(numExamples, 1), DataType.FLOAT32);
            NDArray y = X.matMul(w.reshape(-1, 1)).add(b).add(noise);
            NDScope.unregister(X, y);
            return new Examples(X, y);
        }
    }

    /**
     * Returns what the line, or the plane, says of each example: Xw + b.
     *
     * @param X of shape (examples, inputs)
     * @param w of shape (inputs, outputs), mostly (inputs, 1)
     * @param b of shape (outputs), or one number
     * @return of shape (examples, outputs)
     * @throws IllegalArgumentException if w has not one row for each column of X
     */
    public static NDArray linreg(NDArray X, NDArray w, NDArray b) {
        boolean fits =
                X.getShape().dimension() == 2
                        && w.getShape().dimension() == 2
                        && X.getShape().get(1) == w.getShape().get(0);
        if (!fits) {
            throw new IllegalArgumentException(
                    "X of shape %s and w of shape %s do not fit: it takes (examples, inputs) and (inputs, outputs), mostly (inputs, 1)"
                            .formatted(X.getShape(), w.getShape()));
        }
        return X.matMul(w).add(b);
    }

    /**
     * Returns half the squared error of each example, not summed.
     *
     * <p>The labels are brought to the shape of yHat first: (n) minus (n, 1) would be n × n
     * numbers.
     *
     * @param yHat what the model says
     * @param y labels, as many and of the type of yHat
     * @return of the shape of yHat
     * @throws IllegalArgumentException if there are more or fewer labels, or of another type
     */
    public static NDArray squaredLoss(NDArray yHat, NDArray y) {
        if (y.size() != yHat.size()) {
            throw new IllegalArgumentException(
                    "yHat has shape %s and y has %s: it takes one label for each prediction"
                            .formatted(yHat.getShape(), y.getShape()));
        }
        require(
                y.getDataType() == yHat.getDataType(),
                "the type of y",
                y.getDataType(),
                "that of yHat: y.toType(DataType.%s, false)".formatted(yHat.getDataType().name()));
        return yHat.sub(y.reshape(yHat.getShape())).square().div(2);
    }

    /**
     * Takes one step of minibatch stochastic gradient descent: from each parameter, in place, lr
     * times its gradient, divided by batchSize.
     *
     * <p>The gradients are those of a sum over the minibatch; for those of a mean, batchSize is 1.
     *
     * @param params have gradients: {@code setRequiresGradient(true)}, then backward
     * @param lr the learning rate, above 0
     * @param batchSize examples in the minibatch, at least 1
     * @throws IllegalArgumentException if lr or batchSize is out of its range, or a parameter has
     *     no gradient; no parameter is changed then
     */
    public static void sgd(NDList params, double lr, int batchSize) {
        require(lr > 0 && Double.isFinite(lr), "lr", lr, "a finite number above 0");
        require(batchSize >= 1, "batchSize", batchSize, "a whole number from 1");
        for (NDArray param : params) {
            if (!param.hasGradient()) {
                throw new IllegalArgumentException(
                        "A parameter of shape %s has no gradient: call setRequiresGradient(true) on it before the recording"
                                .formatted(param.getShape()));
            }
        }
        for (NDArray param : params) {
            try (NDArray weight = param.stopGradient();
                    NDArray gradient = param.getGradient();
                    NDArray step = gradient.mul(lr / batchSize)) {
                weight.subi(step);
            }
        }
    }

    /**
     * Returns minibatches of examples; {@code iterator()} begins a new pass, and each minibatch is
     * closed by whoever takes it.
     *
     * <p>Features are given as they are; but pictures of bytes are brought to 0 to 1, as those of
     * {@link FashionMnist} are.
     *
     * @param arrays two, features and labels, with as many rows; they are not copied
     * @param batchSize examples in a minibatch, at least 1; the last one may be smaller
     * @param isTrain whether each pass has a new order, drawn from {@link Seed} and the number of
     *     the pass; else they keep that of the arrays
     * @throws IllegalArgumentException if batchSize is below 1, there are not two arrays, or they
     *     do not have as many rows
     */
    public static Iterable<Batch> loadArray(NDList arrays, int batchSize, boolean isTrain) {
        require(arrays.size() == 2, "the number of arrays", arrays.size(), "two, X and y");
        NDArray X = arrays.get(0);
        NDArray y = arrays.get(1);
        boolean haveRows = X.getShape().dimension() >= 1 && y.getShape().dimension() >= 1;
        if (!haveRows || X.getShape().get(0) != y.getShape().get(0)) {
            throw new IllegalArgumentException(
                    "X has shape %s and y has %s: it takes as many rows of both"
                            .formatted(X.getShape(), y.getShape()));
        }
        OptionalLong seed = isTrain ? OptionalLong.of(Seed.get()) : OptionalLong.empty();
        return new Minibatches(arrays, X, y, batchSize, seed);
    }
}
