package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.d2l.internal.engine.EngineSetup;
import ai.d2l.internal.engine.Weights;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.dataset.Batch;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardsTest {

    private static final Device CPU = Device.cpu();

    private final NDManager manager = EngineSetup.engine().newBaseManager(CPU);

    @AfterEach
    void close() {
        manager.close();
    }

    private List<Long> sizes(int examples, int count) {
        NDArray X = manager.arange(2f * examples).reshape(examples, 2);
        NDArray y = manager.arange(examples);
        var shards = Shards.split(new NDList(X), new NDList(y), count);
        var labels = new NDList();
        shards.forEach(shard -> labels.addAll(shard.labels()));
        assertEquals(y, NDArrays.concat(labels));
        return shards.stream().map(Shards.Shard::size).toList();
    }

    @Test
    void haveNearlyEqualSizesAndNoneIsEmpty() {
        assertEquals(List.of(5L, 5L), sizes(10, 2));
        assertEquals(List.of(3L, 3L, 4L), sizes(10, 3));
        assertEquals(List.of(1L, 1L), sizes(2, 3));
        assertEquals(List.of(1L), sizes(1, 3));
        assertEquals(List.of(10L), sizes(10, 1));
    }

    /** Takes ten steps and returns the weights, the loss and the correct predictions. */
    private float[] learn(int shards, int batchSize) {
        return learn(shards, batchSize, new SequentialBlock());
    }

    private float[] learn(int shards, int batchSize, SequentialBlock begun) {
        var net =
                begun.add(Conv2d.builder().setKernelShape(new Shape(3, 3)).setFilters(3).build())
                        .add(Activation.sigmoidBlock())
                        .add(Blocks.batchFlattenBlock())
                        .add(Linear.builder().setUnits(ToyData.CLASSES).build());
        var means = new Means[1];
        Seed.set(0);
        WithProperty.get(
                "d2l.shards",
                String.valueOf(shards),
                () -> {
                    try (var learner = new Learner(net, 0.5, CPU)) {
                        for (Batch batch : ToyData.stripes(manager, 10 * batchSize, batchSize)) {
                            learner.train(batch);
                        }
                        means[0] = learner.means();
                    }
                    return null;
                });
        var all = new NDList();
        net.getParameters().values().forEach(p -> all.add(p.getArray().flatten()));
        all.add(manager.create(new float[] {(float) means[0].loss()}));
        all.add(manager.create(new float[] {(float) means[0].get("acc")}));
        float[] result = NDArrays.concat(all).toFloatArray();
        Weights.close(net);
        return result;
    }

    @ParameterizedTest
    @CsvSource({"2, 10", "3, 10", "3, 2", "3, 1"})
    void learnWhatTheUndividedMinibatchLearns(int shards, int batchSize) {
        assertArrayEquals(learn(1, batchSize), learn(shards, batchSize), 1e-5f);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 16})
    void doNotChangeWhatBatchNormalizationSees(int shards) {
        float[] undivided = learn(1, 4, new SequentialBlock().add(BatchNorm.builder().build()));
        float[] divided = learn(shards, 4, new SequentialBlock().add(BatchNorm.builder().build()));
        assertArrayEquals(undivided, divided, 1e-5f);
    }

    @Test
    void areAsManyAsCores() {
        int asked = WithProperty.get("d2l.shards", null, () -> Shards.count(CPU));
        assertEquals(Runtime.getRuntime().availableProcessors(), asked);
        assertEquals(
                1, WithProperty.<Integer>get("d2l.shards", null, () -> Shards.count(Device.gpu())));
        assertEquals(5, WithProperty.<Integer>get("d2l.shards", "5", () -> Shards.count(CPU)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-2", "abc", "", "1.5"})
    void areAWholeNumberFromOne(String asked) {
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> WithProperty.get("d2l.shards", asked, () -> Shards.count(CPU)));
        assertEquals(
                "d2l.shards is '" + asked + "': it takes a whole number from 1",
                error.getMessage());
    }
}
