package ai.d2l;

import static ai.d2l.Training.evaluateAccuracyGpu;
import static ai.d2l.Training.trainCh6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.TrainingConfig;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingTest {

    private static final Device CPU = Device.cpu();

    private final NDManager manager = NDManager.newBaseManager(CPU);
    private final SequentialBlock net = ToyData.linear();

    @AfterEach
    void close() {
        Seed.set(0);
        manager.close();
    }

    private TrainingReport train(int numEpochs, double lr) {
        return quietly(
                () ->
                        trainCh6(
                                net,
                                ToyData.stripes(manager, 100, 10),
                                ToyData.stripes(manager, 40, 16),
                                numEpochs,
                                lr,
                                CPU));
    }

    private static TrainingReport quietly(Supplier<TrainingReport> training) {
        var result = new TrainingReport[1];
        Printed.by(() -> result[0] = training.get());
        return result[0];
    }

    private static double firstLoss(TrainingReport result) {
        return result.history().doubleColumn("train loss").get(0);
    }

    @Test
    void learnsWhatALinearNetCanLearn() {
        var result = train(5, 1);
        assertTrue(result.testAccuracy() > 0.95, result::toString);
        assertTrue(result.trainLoss() < 0.5 && result.trainAccuracy() > 0.95, result::toString);
        assertEquals(
                result.testAccuracy(),
                evaluateAccuracyGpu(net, ToyData.stripes(manager, 40, 7)),
                1e-9);
    }

    @Test
    void learnsClothes() throws IOException {
        try (var data = FashionMnist.builder().optFolder(Path.of("sample")).build()) {
            var mlp =
                    new SequentialBlock()
                            .add(Blocks.batchFlattenBlock())
                            .add(Linear.builder().setUnits(10).build());
            var result =
                    quietly(
                            () ->
                                    trainCh6(
                                            mlp,
                                            data.trainIter(50),
                                            data.testIter(100),
                                            3,
                                            0.1,
                                            CPU));
            assertTrue(result.testAccuracy() > 0.6 && result.testAccuracy() < 0.9);
        }
    }

    @Test
    void givesTheSameCurveForTheSameSeed() {
        var losses = train(2, 0.5).history().doubleColumn("train loss").asList();
        var again = train(2, 0.5).history().doubleColumn("train loss").asList();
        Seed.set(1);
        var other = train(2, 0.5).history().doubleColumn("train loss").asList();
        assertEquals(losses, again);
        assertNotEquals(losses, other);
    }

    @Test
    void startsFromFreshWeightsAndClosesTheOldOnes() {
        double loss = firstLoss(train(1, 0.5));
        NDArray old = net.getParameters().valueAt(0).getArray();
        assertEquals(loss, firstLoss(train(1, 0.5)));
        assertTrue(old.isReleased());
        assertFalse(net.getParameters().valueAt(0).getArray().isReleased());
    }

    @Test
    void speedCountsTheFetchingOfMinibatches() {
        long millis = 20;
        var trainIter = ToyData.stripes(manager, 100, 10);
        Iterable<Batch> slowIter =
                () ->
                        StreamSupport.stream(trainIter.spliterator(), false)
                                .peek(batch -> sleep(millis))
                                .iterator();
        var testIter = ToyData.stripes(manager, 40, 16);
        var result = quietly(() -> trainCh6(net, slowIter, testIter, 2, 0.1, CPU));
        // 190 examples after the first minibatch, with 17 or more pauses between them
        double atMost = 190 / (17 * millis / 1e3);
        assertTrue(result.examplesPerSecond() < atMost, () -> result + " above " + atMost);
        assertTrue(result.examplesPerSecond() > 0);
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void drawsFivePointsInEachEpochTheLastWithTheTestAccuracy() {
        var history = train(2, 0.5).history();
        assertEquals(
                List.of("epoch", "train loss", "train acc", "test acc"), history.columnNames());
        assertEquals(
                List.of(0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0),
                history.doubleColumn("epoch").asList());
        assertEquals(8, history.doubleColumn("test acc").countMissing());
        assertFalse(history.doubleColumn("test acc").isMissing(4));
    }

    @Test
    void drawsFivePointsAlsoWhereTheMinibatchesDoNotDivideByFive() {
        var result =
                quietly(
                        () ->
                                trainCh6(
                                        net,
                                        ToyData.stripes(manager, 80, 10),
                                        ToyData.stripes(manager, 40, 16),
                                        1,
                                        0.5,
                                        CPU));
        assertEquals(
                List.of(0.25, 0.5, 0.625, 0.875, 1.0),
                result.history().doubleColumn("epoch").asList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 10})
    void namesTheMinibatchAtWhichTheLossIsNotANumber(int minibatch) {
        var count = new AtomicInteger();
        Iterable<Batch> spoilt =
                () ->
                        StreamSupport.stream(ToyData.stripes(manager, 100, 10).spliterator(), false)
                                .peek(batch -> spoil(batch, count, 10 + minibatch))
                                .iterator();
        Supplier<TrainingReport> training =
                () -> trainCh6(net, spoilt, ToyData.stripes(manager, 10, 10), 3, 0.5, CPU);
        var error = assertThrows(ArithmeticException.class, () -> quietly(training));
        assertEquals(
                "In epoch 2 the loss became NaN at minibatch %d with learning rate 0.5: start again"
                                .formatted(minibatch)
                        + " with a smaller one",
                error.getMessage());
    }

    private static void spoil(Batch batch, AtomicInteger count, int which) {
        if (count.incrementAndGet() == which) {
            batch.getData().head().muli(Float.NaN);
        }
    }

    @Test
    void endsATrainingThatDiverges() {
        var error = assertThrows(ArithmeticException.class, () -> train(2, 1e38));
        assertTrue(error.getMessage().contains("learning rate 1.0E38"), error.getMessage());
        assertThrows(ArithmeticException.class, () -> train(2, Double.MAX_VALUE));
    }

    @Test
    void takesOnlyAtLeastOneEpoch() {
        var error = assertThrows(IllegalArgumentException.class, () -> train(0, 0.5));
        assertEquals("numEpochs is 0: it takes a whole number from 1", error.getMessage());
    }

    @Test
    void takesOnlyAFiniteLearningRateAboveZero() {
        for (double lr : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            var error = assertThrows(IllegalArgumentException.class, () -> train(1, lr));
            assertEquals("lr is " + lr + ": it takes a finite number above 0", error.getMessage());
        }
    }

    private String errorOf(Block net, Iterable<Batch> trainIter, Iterable<Batch> testIter) {
        Supplier<TrainingReport> training = () -> trainCh6(net, trainIter, testIter, 1, 0.5, CPU);
        var error = new Throwable[1];
        var lines =
                Printed.by(
                        () ->
                                error[0] =
                                        assertThrows(
                                                IllegalArgumentException.class, training::get));
        assertEquals(List.of(), lines, "an error prints no curve");
        return error[0].getMessage();
    }

    @Test
    void needsAMinibatchToTrainAndOneToTest() {
        var some = ToyData.stripes(manager, 10, 10);
        assertEquals(
                "trainIter is empty: it takes at least one minibatch",
                errorOf(net, List.of(), some));
        assertEquals(
                "testIter is empty: it takes at least one minibatch",
                errorOf(net, some, List.of()));
    }

    @Test
    void needsAnOutputForEachClass() {
        var narrow =
                new SequentialBlock()
                        .add(Blocks.batchFlattenBlock())
                        .add(Linear.builder().setUnits(3).build());
        assertEquals(
                "The net has 3 outputs and a label is 3: it needs at least 4 outputs",
                errorOf(
                        narrow,
                        ToyData.stripes(manager, 100, 50),
                        ToyData.stripes(manager, 10, 10)));
    }

    @Test
    void needsScoresOfShapeBatchClasses() {
        var withoutFlatten = new SequentialBlock().add(Linear.builder().setUnits(4).build());
        assertEquals(
                "The net gives scores of shape (batch, 1, 4, 4) and needs (batch, classes): is a"
                        + " Blocks.batchFlattenBlock() missing?",
                errorOf(
                        withoutFlatten,
                        ToyData.stripes(manager, 100, 50),
                        ToyData.stripes(manager, 10, 10)));
    }

    @Test
    void keepsTheLearnedWeightsWhenTheNextTrainingCannotStart() {
        train(1, 0.5);
        NDArray learned = net.getParameters().valueAt(0).getArray();
        assertThrows(IllegalArgumentException.class, () -> train(0, 0.5));
        errorOf(net, List.of(), ToyData.stripes(manager, 10, 10));
        assertFalse(learned.isReleased());
    }

    @Test
    void countsTheCorrectOnesIncludingALastSmallerMinibatch() {
        int[] predicted = {0, 1, 2, 2, 1, 0, 2};
        int[] labels = {0, 1, 2, 0, 1, 0, 1};
        var dataIter = ToyData.predicting(manager, 3, predicted, labels, 3);
        var identity = Blocks.batchFlattenBlock();
        assertEquals(5.0 / 7, evaluateAccuracyGpu(identity, dataIter, CPU), 1e-9);
    }

    @Test
    void evaluatesAsOftenAsAsked() {
        var dataIter = ToyData.predicting(manager, 2, new int[] {0, 1}, new int[] {0, 0}, 1);
        var identity = Blocks.batchFlattenBlock();
        assertEquals(0.5, evaluateAccuracyGpu(identity, dataIter, CPU));
        assertEquals(0.5, evaluateAccuracyGpu(identity, dataIter, CPU));
    }

    @Test
    void findsTheDeviceHoweverDeepTheFirstWeightsLie() {
        var nested =
                new SequentialBlock()
                        .add(Blocks.batchFlattenBlock())
                        .add(new SequentialBlock().add(new SequentialBlock().add(net)));
        quietly(
                () ->
                        trainCh6(
                                nested,
                                ToyData.stripes(manager, 50, 10),
                                ToyData.stripes(manager, 20, 10),
                                1,
                                0.5,
                                CPU));
        double accuracy = evaluateAccuracyGpu(nested, ToyData.stripes(manager, 20, 10));
        assertTrue(accuracy >= 0 && accuracy <= 1);
    }

    @Test
    void asksForADeviceWhereTheNetHasNoWeights() {
        var dataIter = ToyData.stripes(manager, 10, 10);
        var error =
                assertThrows(
                        IllegalArgumentException.class, () -> evaluateAccuracyGpu(net, dataIter));
        assertEquals(
                "The net has no weights yet: train it or call net.initialize(…) first",
                error.getMessage());
        error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> evaluateAccuracyGpu(net, dataIter, CPU));
        assertEquals(
                "The net has no weights yet: train it or call net.initialize(…) first",
                error.getMessage());
    }

    @Test
    void cannotEvaluateNothing() {
        var identity = Blocks.batchFlattenBlock();
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> evaluateAccuracyGpu(identity, List.of(), CPU));
        assertEquals("dataIter is empty: it takes at least one minibatch", error.getMessage());
    }

    @Test
    void fallsBackToTheCpu() {
        if (EngineSetup.engine().getGpuCount() == 0) {
            assertEquals(CPU, Training.tryGpu());
            assertEquals(List.of(CPU), Training.tryAllGpus());
        }
        assertEquals(CPU, Training.tryGpu(10_000));
    }

    @Test
    void countsGpusFromZero() {
        var error = assertThrows(IllegalArgumentException.class, () -> Training.tryGpu(-1));
        assertEquals("i is -1: it takes a whole number from 0", error.getMessage());
    }

    @Test
    void trainsByAnyLossAndOptimizerWithOrWithoutACurve() {
        var config =
                new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                        .optOptimizer(Optimizer.adam().build());
        var seen = new TrainingReport[1];
        List<String> shown = Printed.by(() -> seen[0] = train(config, Training::train));
        assertTrue(shown.get(shown.size() - 1).startsWith("epoch 4"), shown::toString);
        var again =
                new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                        .optOptimizer(Optimizer.adam().build());
        var unseen = new TrainingReport[1];
        assertEquals(List.of(), Printed.by(() -> unseen[0] = train(again, Training::trainQuietly)));
        assertEquals(seen[0].trainLoss(), unseen[0].trainLoss(), 1e-6);
        assertTrue(seen[0].trainLoss() < firstLoss(seen[0]), seen[0]::toString);
    }

    private interface Loop {
        TrainingReport train(
                Block net,
                TrainingConfig config,
                Iterable<Batch> trainIter,
                Iterable<Batch> testIter,
                int numEpochs,
                Device device);
    }

    private TrainingReport train(TrainingConfig config, Loop loop) {
        return loop.train(
                net,
                config,
                ToyData.stripes(manager, 100, 10),
                ToyData.stripes(manager, 40, 16),
                4,
                CPU);
    }
}
