package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.loss.IndexLoss;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SimpleCompositeLoss;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A reader's own loop around a Learner, with losses and metrics of her own. */
class OwnLoopTest {

    private static final Device CPU = Device.cpu();

    private final NDManager manager = EngineSetup.engine().newBaseManager(CPU);

    @AfterEach
    void close() {
        manager.close();
    }

    /** 40 examples of two inputs, in minibatches of 10. */
    private Iterable<Batch> minibatches(NDArray... labels) {
        var random = new Random(7);
        var X = new float[80];
        for (int i = 0; i < X.length; i++) {
            X[i] = (float) random.nextGaussian();
        }
        var dataset =
                new ArrayDataset.Builder()
                        .setData(manager.create(X, new Shape(40, 2)))
                        .optLabels(labels)
                        .setSampling(10, false)
                        .build();
        return Minibatches.of(dataset);
    }

    private NDArray whole(int bound) {
        var random = new Random(5);
        return manager.create(random.ints(40, 0, bound).toArray());
    }

    private static DefaultTrainingConfig config(Loss loss) {
        return ToyData.config(loss, 0.05);
    }

    private static Means train(Learner learner, Iterable<Batch> minibatches) {
        for (Batch batch : learner.pass(minibatches)) {
            learner.train(batch);
        }
        return learner.means();
    }

    /** Says that it fails in the second of its calls in a minibatch, if told so. */
    private static final class Poisson extends Loss {

        private boolean fails;

        Poisson() {
            super("Poisson");
        }

        @Override
        public NDArray evaluate(NDList labels, NDList predictions) {
            if (fails && labels.head().getShape().get(0) == 4) {
                throw new IllegalArgumentException("own trouble");
            }
            NDArray rate = predictions.singletonOrThrow().reshape(-1);
            NDArray y = labels.head().toType(DataType.FLOAT32, false);
            return rate.exp().sub(y.mul(rate)).mean();
        }
    }

    @Test
    void aLossOfOnesOwnTakesWholeNumbersThatAreNoClasses() {
        try (var learner = new Learner(ToyData.linear(1), config(new Poisson()), CPU)) {
            Means means = train(learner, minibatches(whole(9)));
            assertEquals(List.of(), means.names());
            assertTrue(Double.isFinite(means.loss()));
        }
    }

    @Test
    void twoHeadsHaveALossEach() {
        var loss = new SimpleCompositeLoss();
        loss.addLoss(new IndexLoss(Loss.softmaxCrossEntropyLoss(), 0));
        loss.addLoss(new IndexLoss(Loss.softmaxCrossEntropyLoss(), 1));
        var heads = new ParallelBlock(y -> new NDList(y.get(0).head(), y.get(1).head()));
        heads.add(Linear.builder().setUnits(3).build()).add(Linear.builder().setUnits(4).build());
        try (var learner = new Learner(heads, config(loss), CPU)) {
            Means means = train(learner, minibatches(whole(3), whole(4)));
            assertEquals(Math.log(3) + Math.log(4), means.loss(), 2);
        }
    }

    @Test
    void aMinibatchThatWasRefusedLeavesNoGradient() {
        var weights = new ArrayList<float[]>();
        for (boolean fails : new boolean[] {false, true}) {
            Seed.apply();
            var net = ToyData.linear(1);
            var loss = new Poisson();
            try (var learner = new Learner(net, config(loss), CPU).quietly()) {
                train(learner, minibatches(whole(9)));
                if (fails) {
                    loss.fails = true;
                    var odd = new ArrayDataset.Builder();
                    odd.setData(manager.ones(new Shape(9, 2))).optLabels(whole(9).get("0:9"));
                    Batch bad = Minibatches.of(odd.setSampling(9, false).build()).iterator().next();
                    if (Shards.count(CPU) == 2) { // of 5 and 4 examples
                        assertThrows(
                                IllegalArgumentException.class,
                                () -> learner.train(bad),
                                "own trouble");
                    }
                    loss.fails = false;
                }
                train(learner, minibatches(whole(9)));
            }
            weights.add(net.getParameters().valueAt(0).getArray().toFloatArray());
        }
        assertArrayEquals(weights.get(0), weights.get(1));
    }

    @Test
    void aRegressionMayBeginWithEasyExamples() {
        var y = new float[400];
        var X = new float[400];
        for (int i = 0; i < y.length; i++) {
            X[i] = i / 400f;
            y[i] = 5 * X[i];
        }
        var dataset =
                new ArrayDataset.Builder()
                        .setData(manager.create(X, new Shape(400, 1)))
                        .optLabels(manager.create(y, new Shape(400, 1)))
                        .setSampling(2, false)
                        .build();
        try (var learner = new Learner(ToyData.linear(1), config(Loss.l2Loss()), CPU)) {
            double easy = 0.01; // what the first examples cost
            Means means = train(learner, Minibatches.of(dataset));
            assertTrue(means.loss() > 2 * easy && means.examples() == 400, means::toString);
        }
    }

    @Test
    void aRegressionIsMeasuredWithoutALearner() {
        var net = ToyData.linear(1);
        NDArray y = whole(9).toType(DataType.FLOAT32, false).reshape(40, 1);
        try (var learner = new Learner(net, config(Loss.l2Loss()), CPU, Metric.rmse())) {
            train(learner, minibatches(y));
            double told = learner.evaluate(minibatches(y)).get("rmse");
            Means means = Learner.evaluate(net, minibatches(y), CPU, Metric.rmse());
            assertEquals(told, means.get("rmse"), 1e-6);
            assertEquals("rmse %.3f of 40 examples".formatted(told), means.toString());
        }
    }

    @Test
    void oneScoreIsNoAccuracy() {
        var config = config(Loss.l2Loss()).addEvaluator(new Accuracy());
        NDArray y = whole(2).toType(DataType.FLOAT32, false).reshape(40, 1);
        try (var learner = new Learner(ToyData.linear(1), config, CPU)) {
            var error =
                    assertThrows(
                            IllegalArgumentException.class, () -> train(learner, minibatches(y)));
            assertTrue(error.getMessage().contains("BinaryAccuracy"), error.getMessage());
        }
    }

    @Test
    void whatCannotBeIsSaidInASentence() {
        var twice = new Metric[] {Metric.rmse(), Metric.rmse()};
        var config = config(Loss.l2Loss());
        var names =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new Learner(ToyData.linear(1), config, CPU, twice));
        assertEquals(
                "a metric's name is rmse: it takes a name that no other metric has, nor the loss",
                names.getMessage());
        var learner = new Learner(ToyData.linear(1), config, CPU);
        var nothing = assertThrows(IllegalArgumentException.class, () -> learner.train(null));
        assertEquals("batch is null: it takes a minibatch", nothing.getMessage());
        learner.close();
        var closed = assertThrows(IllegalStateException.class, learner::means);
        assertTrue(closed.getMessage().startsWith("The learner is closed"), closed.getMessage());
    }
}
