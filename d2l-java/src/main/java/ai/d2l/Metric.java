package ai.d2l;

import ai.djl.ndarray.NDList;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.evaluator.Evaluator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleBiFunction;

/**
 * What is told of a net beside its loss, as a mean over the examples of a pass.
 *
 * <p>The metrics of classifiers are counted in Java: scores are few, and comparing them with the
 * labels costs less here than as a chain of operators in the engine.
 *
 * @param name what it is called in a history, such as {@code acc}
 * @param sum the sum over some examples, of their labels and what the net gave; the first dimension
 *     of each array is the examples, and whoever reads them may wait for the engine
 * @param told what is told, of the mean over all examples
 */
public record Metric(
        String name, ToDoubleBiFunction<NDList, NDList> sum, DoubleUnaryOperator told) {

    private static final String KEY = "ai.d2l";
    private static final Metric ACCURACY = new Metric("acc", Labels::correct, mean -> mean);

    /** Returns the share of correct predictions, 0 to 1; the largest score is the prediction. */
    public static Metric accuracy() {
        return ACCURACY;
    }

    /**
     * Returns the exponential of the mean cross-entropy, from 1: among how many classes, as it
     * were, the net hesitates.
     */
    public static Metric perplexity() {
        return new Metric("perplexity", Labels::crossEntropy, Math::exp);
    }

    /** Returns the root of the mean square error. */
    public static Metric rmse() {
        return new Metric("rmse", Labels::squares, Math::sqrt);
    }

    /**
     * Returns one of DJL's evaluators, which has to be a mean over examples: its value over each
     * shard counts by its examples, so that an F1 score would depend on the number of cores. DJL's
     * Accuracy is {@link #accuracy()}.
     */
    public static Metric of(Evaluator evaluator) {
        return evaluator.getClass() == Accuracy.class && evaluator.getName().equals("Accuracy")
                ? accuracy()
                : new Metric(evaluator.getName(), (y, yHat) -> sum(evaluator, y, yHat), m -> m);
    }

    private static double sum(Evaluator evaluator, NDList y, NDList yHat) {
        try {
            synchronized (evaluator) { // each shard and thread begins anew
                evaluator.addAccumulator(KEY);
                evaluator.resetAccumulator(KEY);
                evaluator.updateAccumulator(KEY, y, yHat);
                return evaluator.getAccumulator(KEY) * y.head().getShape().get(0);
            }
        } catch (RuntimeException e) {
            throw Labels.misfit(evaluator.getName(), y, yHat, e);
        }
    }
}
