package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.d2l.internal.engine.Weights;
import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTest {

    private static final Device CPU = Device.cpu();

    private final NDManager manager = EngineSetup.engine().newBaseManager(CPU);
    private final Block identity = Blocks.batchFlattenBlock();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3"})
    void countsCorrectOnesAndExamplesInAnyNumberOfShards(String shards) {
        int[] predicted = {0, 1, 2, 2, 1, 0, 2};
        int[] labels = {0, 1, 2, 0, 1, 0, 1};
        var metric =
                WithProperty.get(
                        "d2l.shards",
                        shards,
                        () ->
                                Evaluation.evaluate(
                                        identity,
                                        ToyData.predicting(manager, 3, predicted, labels, 3),
                                        CPU));
        assertEquals(0, metric.get(0));
        assertEquals(5, metric.get(1));
        assertEquals(7, metric.get(2));
    }

    @Test
    void takesTheFirstOfEqualScores() {
        var zeros = new SequentialBlock().add(identity).addSingleton(x -> x.mul(0));
        var dataIter = ToyData.predicting(manager, 2, new int[] {1, 1}, new int[] {0, 1}, 2);
        assertEquals(1, Evaluation.evaluate(zeros, dataIter, CPU).get(1));
    }

    @Test
    void refusesALabelWithoutAnOutput() {
        var dataIter = ToyData.predicting(manager, 2, new int[] {1, 1}, new int[] {0, 5}, 2);
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Evaluation.evaluate(identity, dataIter, CPU));
        assertEquals(
                "The net has 2 outputs and a label is 5: it needs at least 6 outputs",
                error.getMessage());
    }

    @Test
    void saysSoOfAMinibatchThatIsNotTheLastToo() {
        var dataIter = ToyData.predicting(manager, 2, new int[] {1, 1, 1}, new int[] {0, 5, 1}, 1);
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Evaluation.evaluate(identity, dataIter, CPU));
        assertTrue(error.getMessage().startsWith("The net has 2 outputs and a label is 5"));
    }

    @Test
    void findsTheDeviceBehindLayersWithoutWeights() {
        var net = new SequentialBlock().add(identity).add(ToyData.linear());
        assertThrows(IllegalArgumentException.class, () -> Evaluation.deviceOf(net));
        Weights.initialize(net, CPU, new Shape(1, 1, 4, 4));
        assertEquals(CPU, Evaluation.deviceOf(net));
        Weights.close(net);
    }

    @Test
    void leavesTheWeightsAsTheyAre() {
        var net = ToyData.linear();
        Weights.initialize(net, CPU, new Shape(1, 1, 4, 4));
        var weight = net.getParameters().valueAt(0).getArray();
        try (var before = weight.duplicate()) {
            Evaluation.evaluate(net, ToyData.stripes(manager, 20, 10), CPU);
            assertTrue(before.contentEquals(weight));
        }
        Weights.close(net);
    }
}
