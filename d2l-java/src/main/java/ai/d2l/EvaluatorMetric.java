package ai.d2l;

import ai.djl.ndarray.NDList;
import ai.djl.training.evaluator.Evaluator;

/** One of DJL's evaluators. */
record EvaluatorMetric(Evaluator evaluator) implements Metric {

    private static final String KEY = "ai.d2l";

    @Override
    public String name() {
        return evaluator.getName();
    }

    @Override
    public double sum(NDList y, NDList yHat) {
        try {
            evaluator.addAccumulator(KEY); // which begins anew where there is one
            evaluator.updateAccumulator(KEY, y, yHat);
            return evaluator.getAccumulator(KEY) * y.head().getShape().get(0);
        } catch (RuntimeException e) {
            throw Labels.misfit(name(), y, yHat, e);
        }
    }
}
