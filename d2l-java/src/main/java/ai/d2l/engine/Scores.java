package ai.d2l.engine;

import ai.d2l.Accumulator;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;

/**
 * What one minibatch came to, still on its way: the engine may be computing it.
 *
 * <p>A GPU or an asynchronous engine stands still when a number is read at once. So the numbers of
 * a minibatch are read when the next one is on its way already.
 */
final class Scores implements AutoCloseable {

    private final NDList correct = new NDList();
    private final NDArray largestLabel;
    private final long size;
    private NDArray loss;
    private long outputs;

    /**
     * Starts the numbers of a minibatch.
     *
     * @param y the class numbers of all its examples
     * @throws IllegalArgumentException if that is not one number for each example
     */
    Scores(NDArray y) {
        if (y.getShape().dimension() != 1) {
            throw new IllegalArgumentException(
                    "The labels have shape %s and need (batch): a class number for each example"
                            .formatted(LayerShapes.words(y.getShape())));
        }
        size = y.getShape().get(0);
        try (NDArray numbers = y.toType(DataType.FLOAT32, true)) {
            largestLabel = numbers.max();
        }
    }

    /**
     * Returns what a net gave, if it is scores.
     *
     * @throws IllegalArgumentException if its shape is not (examples, classes)
     */
    static NDArray of(NDList output) {
        NDArray yHat = output.singletonOrThrow();
        if (yHat.getShape().dimension() != 2) {
            throw new IllegalArgumentException(
                    "The net gives scores of shape %s and needs (batch, classes): is a"
                                    .formatted(LayerShapes.words(yHat.getShape()))
                            + " Blocks.batchFlattenBlock() missing?");
        }
        return yHat;
    }

    /** Sets the mean loss. */
    void loss(NDArray loss) {
        this.loss = loss;
    }

    /**
     * Counts the correct predictions among one shard's.
     *
     * @param yHat scores of shape (examples, classes)
     * @param y class numbers of shape (examples)
     */
    void count(NDArray yHat, NDArray y) {
        outputs = yHat.getShape().get(1);
        try (NDArray best = yHat.argMax(1);
                NDArray predicted = best.toType(y.getDataType(), true);
                NDArray equal = predicted.eq(y);
                NDArray ones = equal.toType(DataType.FLOAT32, true)) {
            correct.add(ones.sum());
        }
    }

    /** Keeps the numbers when the minibatch is closed. */
    Scores keep(NDManager manager) {
        correct.attach(manager);
        largestLabel.attach(manager);
        if (loss != null) {
            loss.attach(manager);
        }
        return this;
    }

    /** Waits for the mean loss, 0 where there is none. */
    double loss() {
        return loss == null ? 0 : loss.getFloat();
    }

    /**
     * Waits for the numbers and adds loss times examples, correct predictions, examples.
     *
     * @throws IllegalArgumentException if a label is not below the number of outputs
     */
    void addTo(Accumulator metric) {
        int label = (int) largestLabel.getFloat();
        if (label >= outputs) {
            throw new IllegalArgumentException(
                    "The net has %d outputs and a label is %d: it needs at least %d outputs"
                            .formatted(outputs, label, label + 1));
        }
        metric.add(loss() * size, correct.stream().mapToDouble(NDArray::getFloat).sum(), size);
    }

    @Override
    public void close() {
        correct.close();
        largestLabel.close();
        if (loss != null) {
            loss.close();
        }
    }
}
