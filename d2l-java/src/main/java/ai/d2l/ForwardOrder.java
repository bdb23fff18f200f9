package ai.d2l;

import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.recurrent.RecurrentBlock;
import ai.djl.training.loss.Loss;
import java.util.regex.Pattern;

/**
 * Says whether it matters in which order the shards of a minibatch go forward through a net.
 *
 * <p>It does where a layer draws random numbers, or changes something that the next shard finds
 * changed. A layer that is not known here may do so, and only costs time if it does not.
 */
final class ForwardOrder {

    /** The names of functions that depend on nothing but their input: DJL's and LeNet-5's. */
    private static final Pattern FUNCTIONS =
            Pattern.compile(
                    "identity|ones|batchFlatten|ReLU6?|sigmoid|Tanh|softPlus|softSign|LeakyReLU"
                            + "|S?ELU|GELU|Swish|Mish|(max|avg|lp|global(Max|Avg|Lp))Pool[123]d"
                            + "|input|scaledTanh|negative");

    private ForwardOrder() {}

    /** Returns whether a layer of the net, however deep it lies, may depend on the order. */
    static boolean matters(Block net) {
        return !isFunction(net)
                || net.getChildren().values().stream().anyMatch(ForwardOrder::matters);
    }

    /** Returns whether a loss may depend on the order: one that is neither DJL's nor LeNet-5's. */
    static boolean matters(Loss loss) {
        String type = loss.getClass().getName();
        return !type.startsWith("ai.djl.") && !type.startsWith("ai.d2l.lenet5.");
    }

    private static boolean isFunction(Block block) {
        if (block instanceof LambdaBlock function) {
            return FUNCTIONS.matcher(function.getName()).matches();
        }
        // BatchNorm is not split at all
        String type = block.getClass().getName();
        return (type.startsWith("ai.djl.nn.") || type.startsWith("ai.d2l.lenet5."))
                && !(block instanceof Dropout)
                && !(block instanceof RecurrentBlock);
    }
}
