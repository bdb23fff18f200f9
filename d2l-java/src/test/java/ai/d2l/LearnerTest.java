package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import ai.d2l.internal.engine.EngineSetup;
import ai.d2l.internal.engine.Weights;
import ai.d2l.lenet5.LeNet5;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LearnerTest {

    private static final Device CPU = Device.cpu();
    private static final int CLASSES = ToyData.CLASSES;
    private static final int INPUTS = CLASSES * CLASSES;
    private static final int EXAMPLES = 7;
    private static final double LR = 0.5;

    private final NDManager manager = EngineSetup.engine().newBaseManager(CPU);
    private final SequentialBlock net = ToyData.linear();
    private final Batch batch = nextBatch();

    private Batch nextBatch() {
        return ToyData.stripes(manager, EXAMPLES, EXAMPLES).iterator().next();
    }

    @AfterEach
    void close() {
        Weights.close(net);
        manager.close();
    }

    private float[] parameter(int i) {
        return net.getParameters().valueAt(i).getArray().toFloatArray();
    }

    /** Class probabilities of each example by the definition of softmax, in double precision. */
    private static double[][] softmax(float[] weight, float[] bias, float[] x) {
        var p = new double[EXAMPLES][CLASSES];
        for (int n = 0; n < EXAMPLES; n++) {
            double sum = 0;
            for (int k = 0; k < CLASSES; k++) {
                double score = bias[k];
                for (int i = 0; i < INPUTS; i++) {
                    score += (double) weight[k * INPUTS + i] * x[n * INPUTS + i];
                }
                p[n][k] = Math.exp(score);
                sum += p[n][k];
            }
            for (int k = 0; k < CLASSES; k++) {
                p[n][k] /= sum;
            }
        }
        return p;
    }

    @Test
    void takesTheStepOfTheClosedForm() {
        float[] x = batch.getData().head().toFloatArray();
        int[] y = batch.getLabels().head().toIntArray();
        Seed.set(0);
        Weights.initialize(net, CPU, batch.getData().getShapes());
        float[] weight = parameter(0);
        float[] bias = parameter(1);
        double[][] p = softmax(weight, bias, x);
        double loss = 0;
        for (int n = 0; n < EXAMPLES; n++) {
            loss -= Math.log(p[n][y[n]]);
            for (int k = 0; k < CLASSES; k++) {
                double error = p[n][k] - (k == y[n] ? 1 : 0);
                bias[k] -= LR * error / EXAMPLES;
                for (int i = 0; i < INPUTS; i++) {
                    weight[k * INPUTS + i] -= LR * error * x[n * INPUTS + i] / EXAMPLES;
                }
            }
        }
        Seed.set(0);
        try (var learner = new Learner(net, LR, CPU)) {
            learner.train(batch);
            Means means = learner.means();
            assertEquals(loss, means.loss() * EXAMPLES, 1e-5);
            assertEquals(EXAMPLES, means.examples());
        }
        assertArrayEquals(weight, parameter(0), 1e-6f);
        assertArrayEquals(bias, parameter(1), 1e-6f);
    }

    @Test
    void countsEachMinibatchOnceAndEachPassAnew() {
        try (var learner = new Learner(net, LR, CPU)) {
            learner.train(batch);
            assertEquals(EXAMPLES, learner.means().examples());
            learner.train(nextBatch());
            assertEquals(2 * EXAMPLES, learner.means().examples());
            assertEquals(2 * EXAMPLES, learner.means().examples());
            learner.pass(List.of(nextBatch())).forEach(learner::train);
            assertEquals(EXAMPLES, learner.means().examples());
        }
    }

    @Test
    void closesAMinibatchWhenTheNextOneIsOnItsWay() {
        try (var learner = new Learner(net, LR, CPU)) {
            learner.train(batch);
            assertNotNull(batch.getManager(), "still on its way");
            learner.train(nextBatch());
            assertNull(batch.getManager());
        }
    }

    private int arrays() {
        return manager.getParentManager().getManagedArrays().size();
    }

    private static Minibatches pictures(NDManager manager) {
        var images = manager.zeros(new Shape(6, 1, 28, 28), DataType.UINT8);
        var labels = manager.zeros(new Shape(6), DataType.INT32);
        return new Minibatches(manager, images, labels, 2, OptionalLong.empty());
    }

    @Test
    void leavesNothingWithTheWeights() {
        SequentialBlock computing = LeNet5.net(); // makes new arrays from its weights
        Minibatches dataIter = pictures(manager);
        try (var learner = new Learner(computing, 1e-4, CPU)) {
            dataIter.forEach(minibatch -> learner.train(minibatch));
            NDManager weights = computing.getParameters().valueAt(0).getArray().getManager();
            int before = weights.getManagedArrays().size();
            dataIter.forEach(minibatch -> learner.train(minibatch));
            assertEquals(before, weights.getManagedArrays().size());
            learner.evaluate(dataIter);
            assertEquals(before, weights.getManagedArrays().size());
        } finally {
            Weights.close(computing);
        }
    }

    @Test
    void leavesALayerThatIsThereTwiceToItsOwner() {
        var hidden = Linear.builder().setUnits(CLASSES).build();
        var twice = ToyData.linear().add(hidden).add(hidden);
        try (var learner = new Learner(twice, LR, CPU)) {
            learner.train(batch);
            learner.means();
        }
        try {
            twice.getParameters().values().forEach(p -> assertFalse(p.getArray().isReleased()));
        } finally {
            Weights.close(twice);
        }
    }

    @Test
    void leavesNothingOfAnOptimizerThatMakesNewArrays() {
        var config =
                new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                        .optInitializer(Weights.xavier(), Parameter.Type.WEIGHT)
                        .optOptimizer(new Doubling());
        try (var learner = new Learner(net, config, CPU)) {
            var minibatches = ToyData.stripes(manager, EXAMPLES, EXAMPLES);
            minibatches.forEach(minibatch -> learner.train(minibatch));
            int before = arrays();
            minibatches.forEach(minibatch -> learner.train(minibatch));
            assertEquals(before, arrays());
        }
    }

    /** Makes an array for each step. */
    private static final class Doubling extends Optimizer {

        private Doubling() {
            super(Optimizer.sgd().setLearningRateTracker(Tracker.fixed(1)));
        }

        @Override
        public void update(String parameterId, NDArray weight, NDArray gradient) {
            weight.subi(gradient.mul(2 * LR));
        }
    }
}
