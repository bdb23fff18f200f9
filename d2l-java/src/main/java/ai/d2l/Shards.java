package ai.d2l;

import ai.d2l.internal.engine.EngineSetup;
import ai.d2l.internal.engine.Parallel;
import ai.djl.Device;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Splits a minibatch over the cores of a CPU, as it would be split over several GPUs.
 *
 * <p>An engine uses one core for one minibatch. Parts of a minibatch that do not depend on each
 * other run side by side, and the sum of their losses has the same gradient as the loss of the
 * whole.
 */
final class Shards {

    private Shards() {}

    /** Part of a minibatch: inputs and labels, the first dimension of each being the examples. */
    record Shard(NDList data, NDList labels) {
        long size() {
            return labels.head().getShape().get(0);
        }
    }

    /**
     * Returns into how many shards a minibatch is split on that device.
     *
     * @throws IllegalArgumentException if the property {@code d2l.shards} is not a positive number
     */
    static int count(Device device) {
        String asked = System.getProperty("d2l.shards");
        if (asked != null) {
            return positive(asked);
        }
        return device.isGpu() ? 1 : Runtime.getRuntime().availableProcessors();
    }

    /**
     * Returns the same for the training of a net; one where its layers keep statistics of the
     * minibatch, as batch normalization does: those must not depend on the number of cores.
     */
    static int countToTrain(Block net, Device device) {
        boolean keepsStatistics =
                net.getParameters().values().stream()
                        .map(Parameter::getType)
                        .anyMatch(Parameter.Type.RUNNING_MEAN::equals);
        return keepsStatistics ? 1 : count(device);
    }

    /**
     * Splits a minibatch into at most that many shards of nearly equal size, none of them empty.
     */
    static List<Shard> split(NDList data, NDList labels, int count) {
        long size = labels.head().getShape().get(0);
        int n = (int) Math.min(count, size);
        if (n <= 1) {
            return List.of(new Shard(data, labels));
        }
        var shards = new ArrayList<Shard>(n);
        for (int i = 0; i < n; i++) {
            var range = new NDIndex("{}:{}", size * i / n, size * (i + 1) / n);
            shards.add(new Shard(part(data, range), part(labels, range)));
        }
        return shards;
    }

    private static NDList part(NDList arrays, NDIndex range) {
        return new NDList(arrays.stream().map(array -> array.get(range)).toList());
    }

    /**
     * Does the same with each shard, on all cores: an asynchronous engine spreads what one thread
     * asks of it, another one needs a thread for each shard.
     *
     * @return the results in the order of the shards
     */
    static <R> List<R> map(List<Shard> shards, Function<Shard, R> work) {
        return EngineSetup.isAsynchronous()
                ? shards.stream().map(work).toList()
                : Parallel.map(shards, work);
    }

    private static int positive(String asked) {
        try {
            int n = Integer.parseInt(asked);
            if (n >= 1) {
                return n;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "d2l.shards is '%s': it takes a whole number from 1".formatted(asked));
    }
}
