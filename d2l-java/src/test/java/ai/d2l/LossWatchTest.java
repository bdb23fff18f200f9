package ai.d2l;

import static ai.d2l.Training.trainQuietly;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.dataset.Batch;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LossWatchTest {

    private static final Device CPU = Device.cpu();

    private final NDManager manager = EngineSetup.engine().newBaseManager(CPU);

    @AfterEach
    void close() {
        manager.close();
    }

    /** Cross-entropy and what is made of it. */
    private static final class Changed extends Loss {

        private final Loss crossEntropy = Loss.softmaxCrossEntropyLoss();
        private final UnaryOperator<NDArray> change;

        private Changed(UnaryOperator<NDArray> change) {
            super("changed");
            this.change = change;
        }

        @Override
        public NDArray evaluate(NDList labels, NDList predictions) {
            return change.apply(crossEntropy.evaluate(labels, predictions));
        }
    }

    private TrainingReport train(
            UnaryOperator<NDArray> change, double lr, Iterable<Batch> trainIter, int numEpochs) {
        var config =
                new DefaultTrainingConfig(new Changed(change))
                        .optInitializer(new NormalInitializer(1f), Parameter.Type.WEIGHT)
                        .optOptimizer(
                                Optimizer.sgd()
                                        .setLearningRateTracker(Tracker.fixed((float) lr))
                                        .build());
        var testIter = ToyData.stripes(manager, 40, 40);
        return trainQuietly(ToyData.linear(), config, trainIter, testIter, numEpochs, CPU);
    }

    private Iterable<Batch> of(int batchSize) {
        return ToyData.stripes(manager, 60 * batchSize, batchSize);
    }

    @Test
    void letsALossBelowZeroFall() {
        var result = train(loss -> loss.sub(35), 0.5, of(10), 2);
        assertTrue(result.trainLoss() < -30, result::toString);
    }

    @Test
    void doesNotJudgeByOneExample() {
        var count = new AtomicInteger();
        UnaryOperator<NDArray> known =
                loss -> count.getAndIncrement() == 0 ? loss.mul(0.01f) : loss;
        var result = train(known, 0.1, of(1), 4);
        assertTrue(result.testAccuracy() > 0.5, result::toString);
    }

    @Test
    void doesNotAskForTwiceAFirstLossOfZero() {
        var count = new AtomicInteger();
        UnaryOperator<NDArray> first = loss -> count.getAndIncrement() < 60 ? loss.mul(0) : loss;
        var result = train(first, 0.1, of(10), 3);
        assertTrue(result.testAccuracy() > 0.5, result::toString);
    }

    @Test
    void saysWhatItComparesWithWhat() {
        var count = new AtomicInteger();
        UnaryOperator<NDArray> rising = loss -> loss.mul(count.incrementAndGet() < 60 ? 1 : 100);
        var error = assertThrows(ArithmeticException.class, () -> train(rising, 1e-6, of(10), 2));
        assertTrue(
                error.getMessage()
                        .matches(
                                "In epoch 2 the loss is [\\d.]+ \\(mean of 48 minibatches\\) and began at [\\d.]+"
                                        + " \\(mean of 10 examples\\): start again .*"),
                error.getMessage());
    }

    @Test
    void tellsOfAHugeLossAlsoAfterAFewMinibatches() {
        var trainIter = ToyData.stripes(manager, 240, 10);
        var lines = Printed.by(() -> train(loss -> loss, 1e4, trainIter, 1));
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.get(0).startsWith("Note: in epoch 1 the loss is "), lines.get(0));
    }

    @Test
    void doesNotBlameTheRateForALossThatIsNoNumberBeforeTheFirstStep() {
        UnaryOperator<NDArray> spoilt = loss -> loss.mul(Float.NaN);
        var error = assertThrows(ArithmeticException.class, () -> train(spoilt, 0.1, of(10), 1));
        assertTrue(
                error.getMessage()
                        .startsWith(
                                "In epoch 1 the loss is NaN at minibatch 1, before the first step"),
                error.getMessage());
    }
}
