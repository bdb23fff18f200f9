package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.d2l.internal.engine.Weights;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainedParametersTest {

    private static final Device CPU = Device.cpu();

    private final NDManager manager = EngineSetup.engine().newBaseManager(CPU);

    @AfterEach
    void close() {
        manager.close();
    }

    private void train(Learner learner) {
        for (Batch batch : ToyData.stripes(manager, 20, 10)) {
            learner.train(batch);
        }
        learner.means();
    }

    @Test
    void areSteppedOnceForEachMinibatchHoweverOftenTheirLayerIsThere() {
        var hidden = Linear.builder().setUnits(ToyData.CLASSES).build();
        var net = ToyData.linear().add(hidden).add(hidden);
        var counting = new Counting();
        var config = new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss());
        try (var learner = new Learner(net, config.optOptimizer(counting), CPU)) {
            train(learner);
        }
        assertEquals(Set.of(2), Set.copyOf(counting.steps.values()));
        assertEquals(4, counting.steps.size());
        Weights.close(net);
    }

    /** Takes no step, and counts those it was asked for. */
    private static final class Counting extends Optimizer {

        private final Map<String, Integer> steps = new HashMap<>();

        private Counting() {
            super(Optimizer.sgd().setLearningRateTracker(Tracker.fixed(1)));
        }

        @Override
        public void update(String parameterId, NDArray weight, NDArray gradient) {
            steps.merge(parameterId, 1, Integer::sum);
        }
    }

    /** Returns the bias after one step. */
    private float[] learnedBias(boolean frozenWeight, String shards) {
        var net = ToyData.linear();
        net.getParameters().valueAt(0).freeze(frozenWeight);
        Seed.set(0);
        WithProperty.get(
                "d2l.shards",
                shards,
                () -> {
                    try (var learner = new Learner(net, 0.5, CPU)) {
                        learner.train(ToyData.stripes(manager, 20, 20).iterator().next());
                    }
                    return null;
                });
        float[] bias = net.getParameters().valueAt(1).getArray().toFloatArray();
        Weights.close(net);
        return bias;
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "4"})
    void learnBesideAFrozenWeight(String shards) {
        assertArrayEquals(learnedBias(false, "1"), learnedBias(true, shards), 1e-6f);
    }

    @Test
    void leaveAFrozenOneAsItIs() {
        var net = ToyData.linear();
        var weight = net.getParameters().valueAt(0);
        weight.freeze(true);
        try (var learner = new Learner(net, 0.5, CPU)) {
            learner.train(ToyData.stripes(manager, 20, 20).iterator().next());
            try (NDArray before = weight.getArray().duplicate()) {
                train(learner);
                assertEquals(before, weight.getArray());
            }
        }
        Weights.close(net);
    }

    private String errorOf(Block net, Batch... batches) {
        try (var learner = new Learner(net, 0.5, CPU)) {
            return assertThrows(
                            RuntimeException.class,
                            () -> {
                                for (Batch batch : batches) {
                                    learner.train(batch);
                                }
                                learner.means();
                            })
                    .getMessage();
        } finally {
            Weights.close(net);
        }
    }

    @Test
    void mustStayNumbersEvenWhereTheLossDoes() {
        var net =
                ToyData.linear()
                        .add(Activation.reluBlock()) // MXNet's makes 0 of NaN
                        .add(Linear.builder().setUnits(ToyData.CLASSES).build());
        var batches = ToyData.stripes(manager, 20, 10).iterator();
        Batch first = batches.next();
        Batch spoilt = batches.next();
        spoilt.getData().head().muli(Float.NaN);
        String error = errorOf(net, first, spoilt);
        assertTrue(error.contains("became NaN"), error);
    }

    @Test
    void areNeeded() {
        String needed = "The net has no parameter to train: it has none, or all are frozen";
        var batches = ToyData.stripes(manager, 20, 10).iterator();
        assertEquals(needed, errorOf(Blocks.batchFlattenBlock(), batches.next()));
        var frozen = ToyData.linear();
        frozen.freezeParameters(true);
        assertEquals(needed, errorOf(frozen, batches.next()));
    }
}
