package ai.d2l.lenet5;

import ai.d2l.internal.engine.Owner;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The optimizer of LeNet-5: gradient descent in which each weight has a rate of its own, ε / (μ +
 * h), where h is the second derivative of the loss by that weight.
 *
 * <pre>{@code
 * var optimizer = LevenbergMarquardt.builder()
 *         .setNet(net).setPatterns(X500).setLearningRateTracker(Tracker.fixed(0.0002f))
 *         .setUpdatesBetweenEstimates(938).build();
 * }</pre>
 *
 * <p>A steep direction gets small steps and a flat one large steps; μ keeps these from being too
 * large. The second derivatives are estimated from some patterns before the first update, and anew
 * after so many updates, such as those of an epoch. Source: LeCun et al. 1998, Appendix C,
 * "stochastic diagonal Levenberg–Marquardt". The paper takes a step after every pattern; here a
 * step follows the mean gradient of a minibatch. On Fashion-MNIST ε = 0.0002 trains, and the
 * paper's first value, 0.0005, does not.
 */
public final class LevenbergMarquardt extends Optimizer {

    private final Function<NDManager, Map<String, NDArray>> curvature;
    private final Tracker learningRate;
    private final float mu;
    private final int updatesBetweenEstimates;
    private Map<String, NDArray> steps = Map.of();
    private Owner owner;
    private int estimatedAt;

    private LevenbergMarquardt(Builder builder) {
        super(builder);
        curvature = builder.curvature;
        learningRate = builder.learningRate;
        mu = builder.mu;
        updatesBetweenEstimates = builder.updatesBetweenEstimates;
    }

    /** Starts the settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** Takes one step down the gradient of one parameter; the gradient is used up. */
    @Override
    public void update(String parameterId, NDArray weight, NDArray gradient) {
        int count = updateCount(parameterId);
        if (estimatedAt == 0 || count >= estimatedAt + updatesBetweenEstimates) {
            estimate(weight);
            estimatedAt = count;
        }
        float rate = learningRate.getNewValue(parameterId, count);
        NDArray step = steps.get(parameterId);
        if (step == null) {
            throw new IllegalStateException(
                    "There is no second derivative of the parameter %s: the optimizer belongs to another net"
                            .formatted(weight.getName()));
        }
        // in place: what a product were put into would live as long as the gradient
        weight.subi(gradient.muli(step).muli(rate));
    }

    private void estimate(NDArray weight) {
        var next = new Owner(this, "curvature", weight.getDevice());
        try (NDManager scratch = next.manager().newSubManager()) {
            var rates = new HashMap<String, NDArray>();
            curvature
                    .apply(scratch)
                    .forEach(
                            (id, h) -> {
                                NDArray step = h.add(mu).pow(-1);
                                step.attach(next.manager());
                                rates.put(id, step);
                            });
            steps = rates;
        }
        if (owner != null) {
            owner.close();
        }
        owner = next;
    }

    /**
     * Returns the smallest and the largest rate that any weight has now, for a global rate.
     *
     * @throws IllegalStateException before the first update
     */
    public float[] effectiveRates(float globalRate) {
        if (steps.isEmpty()) {
            throw new IllegalStateException("There are no rates before the first update");
        }
        float smallest = Float.MAX_VALUE;
        float largest = 0;
        for (NDArray step : steps.values()) {
            for (float rate : step.toFloatArray()) {
                smallest = Math.min(smallest, rate);
                largest = Math.max(largest, rate);
            }
        }
        return new float[] {globalRate * smallest, globalRate * largest};
    }

    /** The settings of a {@link LevenbergMarquardt}. */
    public static final class Builder extends OptimizerBuilder<Builder> {

        private SequentialBlock net;
        private NDArray patterns;
        private double rubbish = 1;
        private Function<NDManager, Map<String, NDArray>> curvature;
        private Tracker learningRate;
        private float mu = 0.02f;
        private int updatesBetweenEstimates;

        private Builder() {}

        /** Sets the net that is trained; {@link LeNet5#net} makes it. */
        public Builder setNet(SequentialBlock net) {
            this.net = net;
            return this;
        }

        /**
         * Sets the pictures that the second derivatives are estimated from, as the net takes them;
         * the paper took 500. They must stay open while the net is trained.
         */
        public Builder setPatterns(NDArray X) {
            patterns = X;
            return this;
        }

        /** Sets the global rate ε. */
        public Builder setLearningRateTracker(Tracker tracker) {
            learningRate = tracker;
            return this;
        }

        /** Sets after how many updates the second derivatives are estimated anew, at least 1. */
        public Builder setUpdatesBetweenEstimates(int updates) {
            updatesBetweenEstimates = updates;
            return this;
        }

        /** Sets μ, which bounds the rates; 0.02 unless set. */
        public Builder optMu(double mu) {
            this.mu = (float) mu;
            return this;
        }

        /** Sets the distance of the rubbish class in {@link MapLoss}; 1 unless set. */
        public Builder optRubbish(double j) {
            rubbish = j;
            return this;
        }

        Builder setCurvature(Function<NDManager, Map<String, NDArray>> curvature) {
            this.curvature = curvature;
            return this;
        }

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * Makes the optimizer.
         *
         * @throws IllegalStateException if something that must be set is not
         * @throws IllegalArgumentException if μ is not a finite number above 0
         */
        public LevenbergMarquardt build() {
            if (curvature == null) {
                requireSet(net, "setNet");
                requireSet(patterns, "setPatterns");
                curvature = manager -> Curvature.estimate(net, patterns, rubbish, manager);
            }
            requireSet(learningRate, "setLearningRateTracker");
            requireSet(updatesBetweenEstimates < 1 ? null : 1, "setUpdatesBetweenEstimates");
            if (!(mu >= 0 && Float.isFinite(mu))) {
                throw new IllegalArgumentException(
                        "mu is %s: it takes a finite number from 0".formatted(mu));
            }
            return new LevenbergMarquardt(this);
        }

        private static void requireSet(Object value, String name) {
            if (value == null) {
                throw new IllegalStateException(
                        "LevenbergMarquardt.builder() needs %s(…)".formatted(name));
            }
        }
    }
}
