package ai.d2l;

import ai.d2l.internal.engine.EngineSetup;
import ai.d2l.internal.engine.Gradients;
import ai.d2l.internal.engine.Lending;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.optimizer.Optimizer;
import java.util.List;
import java.util.stream.Stream;

/** The parameters of a net that learn, each once, however often its layer is in the net. */
final class TrainedParameters {

    private final List<Trained> all;

    /** A parameter whose numbers are changed in place, and where its gradient is put. */
    private record Trained(String id, NDArray weight, NDArray gradient) {}

    /**
     * Looks once, after the first backward, where weights and gradients are; both stay there.
     *
     * @param owner gets the handles on them
     */
    TrainedParameters(Block net, NDManager owner) {
        all = learning(net).map(parameter -> trained(parameter, owner)).toList();
    }

    private static Stream<Parameter> learning(Block net) {
        // by identity: Parameter has no equals
        return net.getParameters().values().stream().distinct().filter(Parameter::requiresGradient);
    }

    private static Trained trained(Parameter parameter, NDManager owner) {
        NDArray gradient = parameter.getArray().getGradient();
        gradient.attach(owner);
        // the same numbers without their history: PyTorch refuses to change others in place
        NDArray weight = parameter.getArray().stopGradient();
        weight.attach(owner);
        return new Trained(parameter.getId(), weight, gradient);
    }

    /**
     * Prepares the parameters of a net for backward.
     *
     * <p>MXNet computes no gradient of a bias where the weight beside it needs none: a frozen
     * weight gets a gradient, which nobody uses.
     *
     * @throws IllegalArgumentException if none of them learns
     */
    static void prepare(Block net) {
        if (learning(net).findAny().isEmpty()) {
            throw new IllegalArgumentException(
                    "The net has no parameter to train: it has none, or all are frozen");
        }
        learning(net).map(Parameter::getArray).forEach(TrainedParameters::giveEmptyGradient);
        if (EngineSetup.isAsynchronous()) {
            giveGradients(net);
        }
    }

    /** DJL reads weights without gradients, and PyTorch adds to what a loop by hand has left. */
    private static void giveEmptyGradient(NDArray weight) {
        if (!weight.hasGradient()) {
            weight.setRequiresGradient(true);
        } else if (!EngineSetup.isAsynchronous()) {
            Gradients.clear(weight);
        }
    }

    private static void giveGradients(Block block) {
        var own = block.getDirectParameters().values();
        if (own.stream().anyMatch(Parameter::requiresGradient)) {
            own.stream()
                    .filter(p -> p.getType() == Parameter.Type.WEIGHT && !p.requiresGradient())
                    .forEach(p -> p.getArray().setRequiresGradient(true));
        }
        block.getChildren().values().forEach(TrainedParameters::giveGradients);
    }

    /** Changes all of them by their gradients, and lends them to the minibatch meanwhile. */
    void update(Optimizer optimizer, NDManager minibatch) {
        List<NDArray> changed =
                all.stream().flatMap(t -> Stream.of(t.weight(), t.gradient())).toList();
        Lending.lend(changed, minibatch, () -> all.forEach(t -> update(optimizer, t)));
    }

    private static void update(Optimizer optimizer, Trained parameter) {
        optimizer.update(parameter.id(), parameter.weight(), parameter.gradient());
        if (!EngineSetup.isAsynchronous()) {
            parameter.gradient().subi(parameter.gradient()); // PyTorch adds the next one to it
        }
    }

    /**
     * Waits for the weights. A number that is none need not reach the loss: MXNet's ReLU makes 0 of
     * NaN.
     *
     * @throws ArithmeticException if one is NaN or infinite
     */
    void requireNumbers(LossWatch watch) {
        for (Trained parameter : all) {
            try (NDArray sum = parameter.weight().sum()) {
                watch.seeWeight(sum.toArray()[0].doubleValue()); // of whatever type
            }
        }
    }
}
