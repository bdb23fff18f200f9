package ai.d2l;

import ai.d2l.internal.engine.LayerShapes;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.HingeLoss;
import ai.djl.training.loss.L1Loss;
import ai.djl.training.loss.L2Loss;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.QuantileL1Loss;
import ai.djl.training.loss.SigmoidBinaryCrossEntropyLoss;
import ai.djl.training.loss.SoftmaxCrossEntropyLoss;
import java.lang.reflect.Field;
import java.util.List;
import java.util.stream.Stream;

/** What labels must be for a loss, a metric and what a net gives. */
final class Labels {

    /** DJL's losses that compare each output with a label of its own. */
    private static final List<Class<? extends Loss>> ONE_EACH =
            List.of(
                    L1Loss.class,
                    L2Loss.class,
                    QuantileL1Loss.class,
                    HingeLoss.class,
                    SigmoidBinaryCrossEntropyLoss.class);

    private Labels() {}

    private static boolean isOneEach(Loss loss) {
        return ONE_EACH.stream().anyMatch(type -> type.isInstance(loss)) || isOneHot(loss);
    }

    /**
     * Returns whether a softmax cross-entropy was made for one-hot labels, which it does not tell.
     */
    private static boolean isOneHot(Loss loss) {
        try {
            Field sparse = SoftmaxCrossEntropyLoss.class.getDeclaredField("sparseLabel");
            sparse.setAccessible(true);
            return loss instanceof SoftmaxCrossEntropyLoss && !sparse.getBoolean(loss);
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** Returns whether a loss, null where none is computed, takes class numbers for labels. */
    static boolean areClasses(Loss loss) {
        return loss instanceof SoftmaxCrossEntropyLoss;
    }

    /**
     * Returns whether whole numbers are likely to be those of the classes that the outputs are
     * scores of: for a loss of one's own nobody else tells.
     */
    static boolean seemClasses(Loss loss, NDList y, NDList yHat) {
        Shape scores = yHat.size() == 1 ? yHat.head().getShape() : new Shape();
        return !isOneEach(loss)
                && y.size() == 1
                && y.head().getShape().dimension() == 1
                && !y.head().getDataType().isFloating()
                && scores.dimension() == 2
                && scores.get(1) > 1;
    }

    /**
     * Refuses labels that no net could have the outputs for, before anything is computed.
     *
     * @param classes whether they have to be class numbers
     */
    static void require(NDArray y, boolean classes) {
        Shape shape = y.getShape();
        if (classes && (shape.dimension() == 0 || shape.dimension() > 1 && last(y) == 1)) {
            throw notClasses(y);
        }
        if (y.getDataType() == DataType.BOOLEAN) {
            throw new IllegalArgumentException(
                    "The labels are boolean and need to be "
                            + (classes ? "class numbers, such as int32" : "numbers"));
        }
    }

    private static IllegalArgumentException notClasses(NDArray y) {
        return new IllegalArgumentException(
                "The labels have shape %s and need (batch): a class number for each example"
                        .formatted(LayerShapes.words(y.getShape())));
    }

    /**
     * Refuses outputs that a loss cannot compare with the labels; waits for nothing.
     *
     * @throws IllegalArgumentException naming the loss, and what it needs
     */
    static void requireFit(Loss loss, NDList y, NDList yHat) {
        if (isOneEach(loss)) {
            requireOneEach(loss.getName(), y, yHat);
            DataType needed = yHat.head().getDataType();
            if (y.head().getDataType() != needed) {
                throw new IllegalArgumentException(
                        "%s needs labels of %s, as the outputs of the net are, and got %s: y.toType(DataType.%s, false)"
                                .formatted(
                                        loss.getName(),
                                        needed,
                                        y.head().getDataType(),
                                        needed.name()));
            }
        } else if (areClasses(loss)
                && requireScores(y.head(), yHat).getShape().equals(y.head().getShape())) {
            throw notClasses(y.head());
        }
    }

    /** Refuses what has not as many labels as outputs. */
    static void requireOneEach(String what, NDList y, NDList yHat) {
        requireOne(yHat, "as many as labels");
        if (y.size() != 1) {
            throw new IllegalArgumentException(
                    "%s takes one array of labels and got %d".formatted(what, y.size()));
        }
        if (y.head().size() != yHat.head().size()) {
            throw new IllegalArgumentException(
                    "%s needs a label for each output: the net gives shape %s and the labels have %s"
                            .formatted(
                                    what,
                                    LayerShapes.words(yHat.head().getShape()),
                                    LayerShapes.words(y.head().getShape())));
        }
    }

    private static NDArray requireOne(NDList yHat, String needed) {
        if (yHat.size() != 1) {
            throw new IllegalArgumentException(
                    "The net gives %d outputs and needs one: %s".formatted(yHat.size(), needed));
        }
        return yHat.head();
    }

    /**
     * Returns the scores that a net gave for class numbers: labels have one dimension less, or are
     * themselves a number for each class.
     *
     * @throws IllegalArgumentException if its output is of another shape
     */
    static NDArray requireScores(NDArray y, NDList yHat) {
        NDArray output = requireOne(yHat, "scores of shape (batch, classes)");
        Shape scores = output.getShape();
        Shape labels = y.getShape();
        if (labels.dimension() == 1 && scores.dimension() != 2) {
            throw new IllegalArgumentException(
                    "The net gives scores of shape %s and needs (batch, classes): is a"
                                    .formatted(LayerShapes.words(scores))
                            + " Blocks.batchFlattenBlock() missing?");
        }
        if (scores.get(0) != labels.get(0)) {
            throw new IllegalArgumentException(
                    "The net gives %d rows of scores for %d examples: it needs one for each"
                            .formatted(scores.get(0), labels.get(0)));
        }
        boolean fits =
                labels.equals(scores) || labels.equals(scores.slice(0, scores.dimension() - 1));
        if (!fits) {
            throw notClasses(y);
        }
        if (labels.equals(scores) && last(output) == 1) {
            throw new IllegalArgumentException(
                    "The net gives one score for each example and needs one for each class; DJL's"
                            + " BinaryAccuracy counts a yes or no");
        }
        return output;
    }

    /**
     * Waits for class numbers.
     *
     * @param yHat the scores, one for each class
     * @throws IllegalArgumentException if one is not the number of an output
     */
    static long[] classNumbers(NDArray y, NDArray yHat) {
        int classes = Math.toIntExact(last(yHat));
        if (y.getShape().equals(yHat.getShape())) {
            float[] rows = floats(y);
            var largest = new long[rows.length / classes];
            for (int i = 0; i < largest.length; i++) {
                largest[i] = largest(rows, i * classes, classes);
            }
            return largest;
        }
        if (y.getDataType().isFloating()) {
            requireWhole(floats(y));
        }
        try (NDArray numbers = y.toType(DataType.INT64, true)) {
            long[] labels = numbers.toLongArray();
            for (long label : labels) {
                requireOutput(label, classes);
            }
            return labels;
        }
    }

    private static float[] floats(NDArray y) {
        try (NDArray numbers = y.toType(DataType.FLOAT32, true)) {
            return numbers.toFloatArray();
        }
    }

    private static void requireWhole(float... labels) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != Math.rint(labels[i]) || Float.isInfinite(labels[i])) {
                throw new IllegalArgumentException(
                        "A label is %s, example %d of its minibatch: labels are whole numbers from 0"
                                .formatted(labels[i], i + 1));
            }
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

    /** What one label adds, of the scores of its classes: those from a place on. */
    private interface PerLabel {
        double of(float[] scores, int from, int classes, int label);
    }

    /** Sums over the examples; an example of several labels counts by their mean. */
    private static double sum(NDList y, NDList yHat, PerLabel work) {
        NDArray output = requireScores(y.head(), yHat);
        long[] labels = classNumbers(y.head(), output);
        int classes = (int) last(output);
        float[] scores = output.toFloatArray();
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            sum += work.of(scores, i * classes, classes, (int) labels[i]);
        }
        return sum / (labels.length / y.head().getShape().get(0));
    }

    /** Counts correct predictions. */
    static double correct(NDList y, NDList yHat) {
        return sum(
                y,
                yHat,
                (scores, from, classes, label) -> largest(scores, from, classes) == label ? 1 : 0);
    }

    /** Sums the cross-entropy of the softmax of scores. */
    static double crossEntropy(NDList y, NDList yHat) {
        return sum(
                y,
                yHat,
                (scores, from, classes, label) -> {
                    double largest = scores[from + largest(scores, from, classes)];
                    double sum = 0;
                    for (int i = from; i < from + classes; i++) {
                        sum += Math.exp(scores[i] - largest);
                    }
                    return Math.log(sum) + largest - scores[from + label];
                });
    }

    /** Sums the mean square error of each example. */
    static double squares(NDList y, NDList yHat) {
        requireOneEach("rmse", y, yHat);
        float[] labels = floats(y.head());
        float[] outputs = floats(yHat.head());
        double squares = 0;
        for (int i = 0; i < labels.length; i++) {
            squares += Math.pow((double) labels[i] - outputs[i], 2);
        }
        return squares / labels.length * y.head().getShape().get(0);
    }

    /** Returns the size of the last dimension. */
    private static long last(NDArray array) {
        return array.getShape().get(array.getShape().dimension() - 1);
    }

    /** Returns what is said where DJL, or an engine, refuses labels and outputs; else the cause. */
    static RuntimeException misfit(String what, NDList y, NDList yHat, RuntimeException cause) {
        StackTraceElement[] thrown = cause.getStackTrace();
        boolean byDjl = thrown.length > 0 && thrown[0].getClassName().startsWith("ai.djl.");
        if (!byDjl && !(cause instanceof EngineException)) {
            return cause;
        }
        return new IllegalArgumentException(
                "%s does not take labels of %s with outputs of %s: %s"
                        .formatted(what, words(y), words(yHat), LayerShapes.firstLine(cause)),
                cause);
    }

    private static String words(NDList arrays) {
        Stream<String> each =
                arrays.stream().map(a -> a.getDataType() + " " + LayerShapes.words(a.getShape()));
        return String.join(" and ", each.toList());
    }
}
