package ai.d2l;

import ai.djl.ndarray.NDList;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.evaluator.Evaluator;

/** What is told of a net beside its loss, as a mean over the examples of a pass. */
public interface Metric {

    /** Returns what it is called in a history, such as {@code acc}. */
    String name();

    /**
     * Returns the sum over some examples; may wait for the engine.
     *
     * @param y their labels, the first dimension of each array being the examples
     * @param yHat what the net gave for them
     * @throws IllegalArgumentException if the metric is none of such an output
     */
    double sum(NDList y, NDList yHat);

    /** Returns what is told, of the mean over all examples: that itself unless this says more. */
    default double of(double mean) {
        return mean;
    }

    /** Returns the share of correct predictions, 0 to 1; the largest score is the prediction. */
    static Metric accuracy() {
        return new ClassMetric("acc");
    }

    /**
     * Returns the exponential of the mean cross-entropy, from 1: among how many classes, as it
     * were, the net hesitates.
     */
    static Metric perplexity() {
        return new ClassMetric("perplexity");
    }

    /** Returns the root of the mean square error. */
    static Metric rmse() {
        return new Rmse();
    }

    /**
     * Returns one of DJL's evaluators, whose value over each shard counts by its examples; its
     * Accuracy is {@link #accuracy()}.
     */
    static Metric of(Evaluator evaluator) {
        return evaluator.getClass() == Accuracy.class && evaluator.getName().equals("Accuracy")
                ? accuracy()
                : new EvaluatorMetric(evaluator);
    }
}
