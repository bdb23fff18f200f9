package ai.d2l;

import ai.d2l.internal.engine.LayerShapes;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.training.dataset.Batch;
import java.util.regex.Pattern;

/**
 * A minibatch on its way: the engine may still be computing what it comes to.
 *
 * <p>A GPU or an asynchronous engine stands still when a number is read at once, and DJL waits for
 * each array that it closes. So a minibatch is read, and closed with all that was computed from it,
 * when the next one is on its way already. Scores are small: comparing them with the labels costs
 * less here than as a chain of operators in the engine.
 */
final class Scores implements AutoCloseable {

    /** What the engines say where numbers of two types meet, or of one that they do not take. */
    private static final Pattern OTHER_TYPE =
            Pattern.compile(
                    "Incompatible attr|uniform type|same dtype|expected scalar type|should be the same|not implemented for '");

    private final Batch batch;
    private final NDArray y;
    private final NDList yHats = new NDList();
    private NDArray loss;

    /**
     * Starts the numbers of a minibatch.
     *
     * @param batch is closed with this
     * @param y the class numbers of all its examples
     */
    Scores(Batch batch, NDArray y) {
        this.batch = batch;
        this.y = y;
    }

    /**
     * Returns the scores that a net gives.
     *
     * @throws IllegalArgumentException if the net cannot compute with inputs of their type, or its
     *     output is not of shape (examples, classes)
     */
    static NDArray of(Block net, ParameterStore parameters, NDList data, boolean training) {
        try {
            return of(net.forward(parameters, data, training));
        } catch (EngineException e) {
            DataType type = data.head().getDataType();
            if (type != DataType.FLOAT32
                    && OTHER_TYPE.matcher(String.valueOf(e.getMessage())).find()) {
                throw new IllegalArgumentException(
                        ("The inputs are %s and the weights float32: turn the inputs into float32 too,"
                                        + " as X.toType(DataType.FLOAT32, false) does")
                                .formatted(type),
                        e);
            }
            throw e;
        }
    }

    /**
     * Returns what a net gave, if it is scores.
     *
     * @throws IllegalArgumentException if its shape is not (examples, classes)
     */
    static NDArray of(NDList output) {
        if (output == null || output.size() != 1) {
            throw new IllegalArgumentException(
                    "The net gives %d outputs and needs one: scores of shape (batch, classes)"
                            .formatted(output == null ? 0 : output.size()));
        }
        NDArray yHat = output.head();
        if (yHat.getShape().dimension() != 2) {
            throw new IllegalArgumentException(
                    "The net gives scores of shape %s and needs (batch, classes): is a"
                                    .formatted(LayerShapes.words(yHat.getShape()))
                            + " Blocks.batchFlattenBlock() missing?");
        }
        return yHat;
    }

    /** Adds the scores of the next examples, shape (examples, classes). */
    void add(NDArray yHat) {
        yHats.add(yHat);
    }

    /** Sets the mean loss. */
    void loss(NDArray loss) {
        this.loss = loss;
    }

    /** Waits for the mean loss, 0 where there is none. */
    double loss() {
        return loss == null ? 0 : loss.toArray()[0].doubleValue(); // of whatever type
    }

    /** Returns how many examples there are. */
    long examples() {
        return y.getShape().get(0);
    }

    /**
     * Waits for the numbers and adds loss times examples, correct predictions, examples.
     *
     * @throws IllegalArgumentException if a label is not the number of an output, or no whole
     *     number, or there are more or fewer scores than labels
     */
    void addTo(Accumulator metric) {
        long[] labels = classNumbers(y);
        requireOneRowEach(labels.length);
        int correct = 0;
        int example = 0;
        for (NDArray yHat : yHats) {
            Shape shape = yHat.getShape();
            int classes = (int) shape.get(1);
            float[] scores = yHat.toFloatArray();
            for (int from = 0; from < scores.length; from += classes) {
                long label = labels[example++];
                requireOutput(label, classes);
                if (largest(scores, from, classes) == label) {
                    correct++;
                }
            }
        }
        metric.add(loss() * labels.length, correct, labels.length);
    }

    /**
     * Refuses labels that are not the number of an output, before an engine that would crash on
     * them. Waits for the labels.
     */
    static void requireOutputs(NDArray y, NDArray yHat) {
        for (long label : classNumbers(y)) {
            requireOutput(label, (int) yHat.getShape().get(1));
        }
    }

    private static long[] classNumbers(NDArray y) {
        if (y.getDataType().isFloating()) {
            requireWhole(y);
        }
        try (NDArray numbers = y.toType(DataType.INT64, true)) {
            return numbers.toLongArray();
        }
    }

    private static void requireWhole(NDArray y) {
        try (NDArray numbers = y.toType(DataType.FLOAT32, true)) {
            float[] labels = numbers.toFloatArray();
            for (int i = 0; i < labels.length; i++) {
                if (labels[i] != Math.rint(labels[i]) || Float.isInfinite(labels[i])) {
                    throw new IllegalArgumentException(
                            "A label is %s, example %d of its minibatch: labels are whole numbers from 0"
                                    .formatted(labels[i], i + 1));
                }
            }
        }
    }

    /** Returns which of the scores of one example is the largest, the first of equals. */
    private static int largest(float[] scores, int from, int classes) {
        int best = 0;
        for (int i = 1; i < classes; i++) {
            if (scores[from + i] > scores[from + best]) {
                best = i;
            }
        }
        return best;
    }

    private void requireOneRowEach(int examples) {
        long rows = yHats.stream().mapToLong(yHat -> yHat.getShape().get(0)).sum();
        if (rows != examples) {
            throw new IllegalArgumentException(
                    "The net gives %d rows of scores for %d examples: it needs one for each"
                            .formatted(rows, examples));
        }
    }

    private static void requireOutput(long label, int classes) {
        if (label >= classes) {
            throw new IllegalArgumentException(
                    "The net has %d outputs and a label is %d: it needs at least %s outputs"
                            .formatted(classes, label, Long.toUnsignedString(label + 1)));
        }
        if (label < 0) {
            throw new IllegalArgumentException(
                    "A label is %d: labels are class numbers from 0".formatted(label));
        }
    }

    @Override
    public void close() {
        Batches.close(batch);
    }
}
