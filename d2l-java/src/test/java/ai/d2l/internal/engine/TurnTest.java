package ai.d2l.internal.engine;

import static ai.d2l.Training.evaluateAccuracyGpu;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.Learner;
import ai.d2l.SavedModel;
import ai.d2l.ToyData;
import ai.d2l.Training;
import ai.d2l.TrainingReport;
import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.dataset.Batch;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A net that several want at once: in threads, or from inside of what it is used by. */
@Timeout(120)
class TurnTest {

    private static final Device CPU = Device.cpu();

    private final NDManager manager = EngineSetup.engine().newBaseManager(CPU);
    private final SequentialBlock net = ToyData.linear();
    private final CountDownLatch begun = new CountDownLatch(1);

    @AfterEach
    void close() {
        manager.close();
    }

    private Iterable<Batch> stripes(int examples) {
        return ToyData.stripes(manager, examples, 5);
    }

    /** The same minibatches, doing something before the third one. */
    private static Iterable<Batch> before(Iterable<Batch> minibatches, Runnable work) {
        return () -> {
            Iterator<Batch> batches = minibatches.iterator();
            var left = new CountDownLatch(3);
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return batches.hasNext();
                }

                @Override
                public Batch next() {
                    left.countDown();
                    if (left.getCount() == 0) {
                        work.run();
                    }
                    return batches.next();
                }
            };
        };
    }

    private TrainingReport train(Block net, Iterable<Batch> trainIter, int numEpochs) {
        var config = Learner.config(0.5);
        return Training.trainQuietly(net, config, trainIter, stripes(40), numEpochs, CPU);
    }

    private double accuracy() {
        return evaluateAccuracyGpu(net, stripes(400), CPU);
    }

    private CompletableFuture<TrainingReport> training(int numEpochs) throws InterruptedException {
        var trainIter = before(stripes(100), begun::countDown);
        var training = CompletableFuture.supplyAsync(() -> train(net, trainIter, numEpochs));
        begun.await();
        return training;
    }

    @Test
    void evaluatesANetInSeveralThreads() {
        train(net, stripes(100), 3);
        double alone = accuracy();
        var together = IntStream.range(0, 6).parallel().mapToDouble(i -> accuracy()).toArray();
        for (double accuracy : together) {
            assertEquals(alone, accuracy);
        }
        assertEquals(alone, accuracy());
    }

    @Test
    void trainsAsAloneWhileTheNetIsEvaluatedAndSaved(@TempDir Path folder) throws Exception {
        double alone = train(ToyData.linear(), stripes(100), 20).trainLoss();
        var training = training(20);
        while (!training.isDone()) {
            assertTrue(accuracy() > 0.5);
            SavedModel.save(net, folder, "toy");
            SavedModel.load(ToyData.linear(), folder, "toy");
        }
        assertEquals(alone, training.join().trainLoss());
        assertTrue(accuracy() > 0.9);
    }

    @Test
    void saysThatTheWeightsAreOthersThanAtTheBeginningOfAnEvaluation() {
        train(net, stripes(100), 1);
        var dataIter = before(stripes(40), () -> train(net, stripes(100), 1));
        var error =
                assertThrows(
                        IllegalStateException.class, () -> evaluateAccuracyGpu(net, dataIter, CPU));
        assertEquals(
                "The net got other weights while it was evaluated: evaluate it again",
                error.getMessage());
        assertTrue(accuracy() > 0.5);
    }

    @Test
    void refusesToTrainOrReplaceWhatIsBeingTrained(@TempDir Path folder) throws Exception {
        var other = ToyData.linear();
        train(other, stripes(20), 1);
        SavedModel.save(other, folder, "toy");
        var training = training(20);
        var sharing = new SequentialBlock().add(net);
        String inUse = "The net is being trained: wait until that training has ended";
        for (Block block : new Block[] {net, sharing}) {
            var again =
                    assertThrows(IllegalStateException.class, () -> train(block, stripes(20), 1));
            assertEquals(inUse, again.getMessage());
        }
        var load =
                assertThrows(
                        IllegalStateException.class, () -> SavedModel.load(net, folder, "toy"));
        assertEquals(inUse, load.getMessage());
        assertFalse(training.isDone());
        assertTrue(training.join().testAccuracy() > 0.9);
    }

    @Test
    void goesOnWhenANetIsTrainedInsideOfItsOwnIterator() {
        var trainIter =
                before(
                        stripes(100),
                        () ->
                                assertThrows(
                                        IllegalStateException.class,
                                        () -> train(net, stripes(20), 1)));
        assertTrue(train(net, trainIter, 5).testAccuracy() > 0.9);
        assertTrue(train(net, before(stripes(100), this::accuracy), 5).testAccuracy() > 0.9);
    }

    /** Returns what comes of it when a block of the net itself does that to a whole minibatch. */
    private String inside(Runnable use) {
        net.addSingleton(
                x -> {
                    if (x.getShape().get(0) > 1) { // a check of shapes sends one example
                        use.run();
                    }
                    return x;
                });
        Weights.initialize(net, CPU, new Shape(1, 1, 4, 4));
        var dataIter = ToyData.stripes(manager, 400, 100);
        var error =
                assertThrows(
                        IllegalStateException.class, () -> evaluateAccuracyGpu(net, dataIter, CPU));
        return error.getMessage();
    }

    @Test
    void refusesANetInsideOfItsOwnBlock() {
        String message = inside(this::accuracy);
        assertTrue(message.startsWith("The net is in use and cannot be waited for"), message);
    }

    @Test
    void refusesToTrainANetInsideOfItsOwnBlock() {
        String message = inside(() -> train(net, stripes(20), 1));
        // another shard may have been first
        String inUse = "The net is (in use and cannot be waited for|being trained: wait).*";
        assertTrue(message.matches(inUse), message);
    }

    @Test
    void twoNetsLearnAtOnceAsTheyDoAlone() {
        double alone = train(ToyData.linear(), stripes(100), 5).trainLoss();
        var both =
                IntStream.range(0, 2)
                        .mapToObj(
                                i ->
                                        CompletableFuture.supplyAsync(
                                                () -> train(ToyData.linear(), stripes(100), 5)))
                        .toList();
        both.forEach(training -> assertEquals(alone, training.join().trainLoss(), 0.05));
    }
}
