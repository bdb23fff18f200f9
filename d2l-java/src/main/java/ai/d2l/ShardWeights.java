package ai.d2l;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights as one shard of one minibatch sees them: the same numbers, with gradients of its own.
 *
 * <p>Threads that add to one gradient do so in an order that changes from run to run, and with it
 * the last bits of three or more summands.
 */
final class ShardWeights extends ParameterStore {

    private final ParameterStore shared;
    private final Map<Parameter, NDArray> own = new HashMap<>(); // Parameter has no equals

    ShardWeights(ParameterStore shared) {
        super(shared.getManager(), false);
        this.shared = shared;
    }

    @Override
    public NDArray getValue(Parameter parameter, Device device, boolean training) {
        if (parameter == null || !parameter.requiresGradient()) {
            return shared.getValue(parameter, device, training);
        }
        return own.computeIfAbsent(parameter, ShardWeights::leaf);
    }

    /** Returns the same numbers without their history; whoever the weight is lent to owns them. */
    private static NDArray leaf(Parameter parameter) {
        NDArray leaf = parameter.getArray().stopGradient();
        leaf.setRequiresGradient(true);
        return leaf;
    }

    /** Adds the gradients of shards to those of the parameters, in this order. */
    static void addGradients(List<ShardWeights> shards) {
        Map<Parameter, NDArray> sums = new HashMap<>();
        for (ShardWeights shard : shards) {
            shard.own.forEach(
                    (parameter, leaf) ->
                            sums.computeIfAbsent(parameter, p -> p.getArray().getGradient())
                                    .addi(leaf.getGradient()));
        }
    }
}
