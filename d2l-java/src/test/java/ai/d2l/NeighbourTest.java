package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.BatchSampler;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.SequenceSampler;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.evaluator.TopKAccuracy;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** DJL's data sets and configs train here, and our minibatches train there. */
class NeighbourTest {

    private static final Device CPU = Device.cpu();

    private final NDManager manager = EngineSetup.engine().newBaseManager(CPU);
    private final SequentialBlock net = ToyData.linear();

    @AfterEach
    void close() {
        manager.close();
    }

    private ArrayDataset.Builder arrays(int examples) {
        var all = ToyData.stripes(manager, examples, examples).iterator().next();
        return new ArrayDataset.Builder()
                .setData(all.getData().head())
                .optLabels(all.getLabels().head());
    }

    private RandomAccessDataset dataset(int examples) {
        return arrays(examples).setSampling(10, false).build();
    }

    private static TrainingReport quietly(Supplier<TrainingReport> training) {
        var report = new TrainingReport[1];
        Printed.by(() -> report[0] = training.get());
        return report[0];
    }

    private TrainingReport trainCh6(Dataset train, int numEpochs) {
        var trainIter = Minibatches.of(train);
        var testIter = Minibatches.of(dataset(40));
        return quietly(() -> Training.trainCh6(net, trainIter, testIter, numEpochs, 0.5, CPU));
    }

    @Test
    void trainsADataSetForSeveralEpochsAsItsMinibatchesByHand() {
        var report = trainCh6(dataset(100), 3);
        assertEquals(3, report.epochs());
        assertEquals(15, report.history().rowCount(), "five points an epoch");
        try (var learner = new Learner(ToyData.linear(), 0.5, CPU)) {
            Seed.apply();
            for (int epoch = 0; epoch < 3; epoch++) {
                Minibatches.of(dataset(100)).forEach(learner::train);
                // without pass(…), the means are those of all epochs
            }
            assertEquals(300, learner.means().examples());
        }
        assertTrue(report.testAccuracy() > 0.9, report::toString);
        assertEquals(
                report.testAccuracy(),
                Training.evaluateAccuracyGpu(net, Minibatches.of(dataset(40))));
    }

    @Test
    void takesOnePassOfADataSetAsItIs() throws IOException, TranslateException {
        var pass = dataset(100).getData(manager);
        var report =
                quietly(
                        () ->
                                Training.trainCh6(
                                        net, pass, Minibatches.of(dataset(40)), 1, 0.5, CPU));
        assertEquals(100, report.train().examples());
    }

    @Test
    void trainsADataSetThatLeavesOutTheRest() {
        var sampler = new BatchSampler(new SequenceSampler(), 30, true);
        var report = trainCh6(arrays(100).setSampling(sampler).build(), 2);
        assertEquals(90, report.train().examples());
    }

    @Test
    void trainsADataSetThatIsFetchedByOtherThreads() throws Exception {
        var threads = Executors.newFixedThreadPool(2);
        try {
            var fetched = dataset(100).getData(manager, threads);
            try (var learner = new Learner(net, 0.5, CPU)) {
                learner.pass(fetched).forEach(learner::train);
                assertEquals(100, learner.means().examples());
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void refusesADataSetWithoutLabels() {
        var X = manager.ones(new Shape(20, 1, 4, 4));
        var unlabelled = new ArrayDataset.Builder().setData(X).setSampling(10, false).build();
        var error = assertThrows(IllegalArgumentException.class, () -> trainCh6(unlabelled, 1));
        assertEquals(
                "A minibatch has no labels: it needs inputs, and a label for each",
                error.getMessage());
    }

    @Test
    void saysSoOfADataSetThatIsClosedDuringAPass() {
        NDManager owner = manager.newSubManager();
        NDArray X = owner.ones(new Shape(20, 1, 4, 4));
        var dataset =
                new ArrayDataset.Builder()
                        .setData(X)
                        .optLabels(owner.zeros(new Shape(20)))
                        .setSampling(10, false)
                        .build();
        try (var learner = new Learner(net, 0.5, CPU)) {
            var error =
                    assertThrows(
                            IllegalStateException.class,
                            () -> {
                                for (var batch : learner.pass(Minibatches.of(dataset))) {
                                    learner.train(batch);
                                    owner.close();
                                }
                            });
            assertTrue(
                    error.getMessage().startsWith("The data set was closed during a pass"),
                    error.getMessage());
        }
    }

    private static DefaultTrainingConfig config() {
        return ToyData.config(Loss.softmaxCrossEntropyLoss(), 0.5).optDevices(new Device[] {CPU});
    }

    @Test
    void givesMinibatchesThatRunInEasyTrain() throws IOException, TranslateException {
        try (Model model = Model.newInstance("toy", CPU, EngineSetup.engine().getEngineName())) {
            model.setBlock(net);
            try (var trainer =
                    model.newTrainer(
                            config().addEvaluator(new Accuracy())
                                    .addTrainingListeners(TrainingListener.Defaults.basic()))) {
                trainer.initialize(new Shape(10, 1, 4, 4));
                EasyTrain.fit(
                        trainer,
                        5,
                        ToyData.stripes(manager, 100, 10),
                        ToyData.stripes(manager, 40, 10));
                var result = trainer.getTrainingResult();
                assertTrue(result.getValidateEvaluation("Accuracy") > 0.9);
            }
        }
    }

    @Test
    void measuresTheEvaluatorsOfAConfig() {
        var config = config().addEvaluator(new Accuracy()).addEvaluator(new TopKAccuracy(2));
        var report =
                quietly(
                        () ->
                                Training.train(
                                        net,
                                        config,
                                        Minibatches.of(dataset(100)),
                                        Minibatches.of(dataset(40)),
                                        2,
                                        CPU));
        assertEquals(
                List.of(
                        "epoch",
                        "train loss",
                        "train acc",
                        "test acc",
                        "train Top_2_Accuracy",
                        "test Top_2_Accuracy"),
                report.history().columnNames());
        assertTrue(report.test().get("Top_2_Accuracy") >= report.testAccuracy());
    }

    @Test
    void refusesListenersInASentence() {
        var config = config().addTrainingListeners(TrainingListener.Defaults.logging());
        var error =
                assertThrows(IllegalArgumentException.class, () -> new Learner(net, config, CPU));
        assertTrue(
                error.getMessage()
                        .endsWith(
                                "Listener: it takes none, since DJL's listeners need DJL's Trainer:"
                                        + " write what it does into a loop over"
                                        + " learner.pass(trainIter), or train by EasyTrain.fit"),
                error.getMessage());
        assertTrue(error.getMessage().startsWith("a listener of config is "), error.getMessage());
    }
}
