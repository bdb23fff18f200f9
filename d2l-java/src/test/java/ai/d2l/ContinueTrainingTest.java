package ai.d2l;

import static ai.d2l.Training.continueTraining;
import static ai.d2l.Training.trainCh6;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.dataset.Batch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContinueTrainingTest {

    private static final Device CPU = Device.cpu();
    private static final String FRESH =
            "The net begins from fresh weights; continueTraining(…) goes on from those that a net"
                    + " has";

    private final NDManager manager = EngineSetup.engine().newBaseManager(CPU);
    private final SequentialBlock net = ToyData.linear();
    private final Iterable<Batch> trainIter = ToyData.stripes(manager, 100, 10);
    private final Iterable<Batch> testIter = ToyData.stripes(manager, 40, 16);
    private TrainingReport result;

    @AfterEach
    void close() {
        manager.close();
    }

    private List<String> train(Block net, Iterable<Batch> trainIter, int numEpochs) {
        return Printed.by(() -> result = trainCh6(net, trainIter, testIter, numEpochs, 0.5, CPU));
    }

    private List<String> goOn(Block net, Iterable<Batch> trainIter) {
        return Printed.by(() -> result = continueTraining(net, trainIter, testIter, 1, 0.5, CPU));
    }

    private static NDArray weight(Block net) {
        return net.getParameters().valueAt(0).getArray();
    }

    @Test
    void comesToWhatMoreEpochsComeTo() {
        train(ToyData.linear(), ToyData.stripes(manager, 100, 10), 2);
        double both = result.trainLoss();
        train(net, trainIter, 1);
        NDArray weight = weight(net);
        goOn(net, trainIter);
        assertEquals(both, result.trainLoss(), 1e-6);
        assertEquals(weight, weight(net));
    }

    @Test
    void goesOnFromWhatWasRead(@TempDir Path folder) throws IOException {
        train(net, trainIter, 3);
        SavedModel.save(net, folder, "toy");
        double before = result.trainLoss();
        var read = ToyData.linear();
        SavedModel.load(read, folder, "toy");
        assertEquals(List.of(), goOn(read, trainIter).stream().filter(FRESH::equals).toList());
        assertTrue(result.trainLoss() < before, result::toString);
    }

    @Test
    void goesOnWithAnOptimizerOfOnesOwn() {
        train(net, trainIter, 3);
        double before = result.trainLoss();
        var config = Learner.config(0.5);
        Printed.by(() -> result = continueTraining(net, config, trainIter, testIter, 1, CPU));
        assertTrue(result.trainLoss() < before, result::toString);
    }

    @Test
    void doesNotTakeALuckyFirstMinibatchForARise() {
        train(net, trainIter, 20);
        var shuffled = ToyData.stripes(manager, 3000, 10);
        Printed.by(() -> continueTraining(net, shuffled, testIter, 1, 30, CPU));
        assertTrue(goOn(net, shuffled).stream().noneMatch(line -> line.startsWith("Note")));
    }

    @Test
    void saysOnceThatWeightsAreReplacedAndNothingTheFirstTime(@TempDir Path folder)
            throws IOException {
        net.initialize(manager, DataType.FLOAT32, new Shape(10, 1, 4, 4));
        assertTrue(train(net, trainIter, 1).stream().noneMatch(FRESH::equals));
        assertEquals(1, train(net, trainIter, 1).stream().filter(FRESH::equals).count());
        SavedModel.save(net, folder, "toy");
        var read = ToyData.linear();
        SavedModel.load(read, folder, "toy");
        assertEquals(FRESH, train(read, trainIter, 1).get(0));
    }

    @Test
    void needsWeightsWhereItTrains() {
        var none = assertThrows(IllegalArgumentException.class, () -> goOn(net, trainIter));
        assertEquals(
                "The net has no weights yet: train it or call net.initialize(…) first",
                none.getMessage());
        train(net, trainIter, 1);
        var elsewhere =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> continueTraining(net, trainIter, testIter, 1, 0.5, Device.gpu(0)));
        assertEquals(
                "device is gpu(0): it takes that of the net's weights, cpu()",
                elsewhere.getMessage());
        var larger = ToyData.predicting(manager, 2, new int[] {1}, new int[] {1}, 1);
        assertThrows(IllegalArgumentException.class, () -> goOn(net, larger));
        goOn(net, trainIter);
    }

    @Test
    void leavesOutTheGradientOfALoopByHand() {
        train(net, trainIter, 1);
        try (var collector = EngineSetup.engine().newGradientCollector();
                var sum = weight(net).square().sum()) {
            collector.backward(sum.mul(1000));
        }
        goOn(net, trainIter);
        assertTrue(result.trainLoss() < 1.5, result::toString);
    }

    @Test
    void leavesOutAGradientThatIsNoNumber() {
        train(net, trainIter, 1);
        try (var collector = EngineSetup.engine().newGradientCollector();
                var sum = weight(net).square().sum()) {
            collector.backward(sum.mul(Float.NaN));
        }
        goOn(net, trainIter);
        assertTrue(result.trainLoss() < 1.5, result::toString);
    }

    @Test
    void isRefusedWhileACollectorIsOpenAndTheWeightsStay() {
        train(net, trainIter, 3);
        double accuracy = Training.evaluateAccuracyGpu(net, testIter, CPU);
        var collector = EngineSetup.engine().newGradientCollector();
        var error = assertThrows(IllegalStateException.class, () -> train(net, trainIter, 1));
        collector.close();
        assertTrue(error.getMessage().startsWith("A gradient collector is open"));
        assertEquals(accuracy, Training.evaluateAccuracyGpu(net, testIter, CPU));
        goOn(net, trainIter);
    }
}
