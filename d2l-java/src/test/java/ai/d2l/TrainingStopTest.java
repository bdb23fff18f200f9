package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.dataset.Batch;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the stop button does: it interrupts the thread that trains. */
@Timeout(60)
class TrainingStopTest {

    private static final int MANY = 1_000_000;

    private final NDManager manager = EngineSetup.engine().newBaseManager(Device.cpu());
    private final SequentialBlock net = ToyData.linear();
    private final CountDownLatch inTheMiddle = new CountDownLatch(15);
    private TrainingReport result;
    private boolean flagAfter;

    @AfterEach
    void close() {
        manager.close();
    }

    /** Trains until another thread interrupts, in the second epoch of ten minibatches. */
    private void trainAndStop() throws InterruptedException {
        Iterable<Batch> minibatches = ToyData.stripes(manager, 100, 10);
        Iterable<Batch> watched =
                () -> {
                    var batches = minibatches.iterator();
                    return new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return batches.hasNext();
                        }

                        @Override
                        public Batch next() {
                            inTheMiddle.countDown();
                            return batches.next();
                        }
                    };
                };
        var training =
                new Thread(
                        () -> {
                            var test = ToyData.stripes(manager, 40, 16);
                            result = Training.trainCh6(net, watched, test, MANY, 0.5, Device.cpu());
                            flagAfter = Thread.currentThread().isInterrupted();
                        });
        training.start();
        assertTrue(inTheMiddle.await(50, TimeUnit.SECONDS));
        training.interrupt();
        training.join();
    }

    private void quietly() {
        Printed.by(
                () -> {
                    try {
                        trainAndStop();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    @Test
    void endsTheTrainingAndSaysWhere() {
        quietly();
        assertTrue(result.isStopped());
        assertTrue(result.stopped().matches("epoch \\d+, minibatch \\d+"), result.stopped());
        assertTrue(result.epochs() >= 1 && result.epochs() < MANY, result::toString);
        assertTrue(result.toString().endsWith("stopped in " + result.stopped()));
        assertTrue(result.history().rowCount() >= 5);
    }

    @Test
    void leavesTheNetUsableAndTheFlagDown() {
        quietly();
        assertFalse(flagAfter, "the stop was obeyed, the next call must not stop again");
        double accuracy = Training.evaluateAccuracyGpu(net, ToyData.stripes(manager, 40, 16));
        assertTrue(accuracy >= 0 && accuracy <= 1);
    }

    @Test
    void endsAnEvaluationAndLeavesTheFlagUp() {
        var dataIter = ToyData.predicting(manager, 2, new int[] {0, 1}, new int[] {0, 0}, 1);
        var identity = Blocks.batchFlattenBlock();
        Thread.currentThread().interrupt();
        var error =
                assertThrows(
                        CancellationException.class,
                        () -> Training.evaluateAccuracyGpu(identity, dataIter, Device.cpu()));
        assertTrue(Thread.interrupted());
        assertEquals("evaluation was stopped after 0 examples", error.getMessage());
    }

    @Test
    void stopsBeforeTheFirstMinibatchToo() {
        Thread.currentThread().interrupt();
        var early =
                Training.trainCh6(
                        net,
                        ToyData.stripes(manager, 100, 10),
                        ToyData.stripes(manager, 40, 16),
                        1,
                        0.5,
                        Device.cpu());
        assertEquals("epoch 1, minibatch 0", early.stopped());
        assertEquals(0, early.epochs());
        assertTrue(Double.isNaN(early.testAccuracy()));
    }
}
