package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.TrainingConfig;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** An argument that cannot be is named before anything is computed. */
class TrainingArgumentsTest {

    private static final Device CPU = Device.cpu();

    private final NDManager manager = EngineSetup.engine().newBaseManager(CPU);
    private final Block net = ToyData.linear();
    private final Iterable<Batch> minibatches = ToyData.stripes(manager, 20, 10);

    @AfterEach
    void close() {
        manager.close();
    }

    private void refuses(String message, Executable call) {
        var error = assertThrows(IllegalArgumentException.class, call);
        assertEquals(message, error.getMessage());
        assertFalse(net.isInitialized(), "nothing was begun");
    }

    private Executable training(
            Block block, Iterable<Batch> trainIter, Iterable<Batch> testIter, Device device) {
        return () -> Training.trainCh6(block, trainIter, testIter, 1, 0.5, device);
    }

    private Executable training(TrainingConfig config) {
        return () -> Training.trainQuietly(net, config, minibatches, minibatches, 1, CPU);
    }

    @Test
    void nullIsNamedByATraining() {
        refuses(
                "net is null: it takes a Block, such as a SequentialBlock",
                training(null, minibatches, minibatches, CPU));
        refuses("trainIter is null: it takes minibatches", training(net, null, minibatches, CPU));
        refuses("testIter is null: it takes minibatches", training(net, minibatches, null, CPU));
        refuses(
                "device is null: it takes a Device, such as tryGpu()",
                training(net, minibatches, minibatches, null));
    }

    @Test
    void nullIsNamedWhereATrainingGoesOn() {
        Block learnt = ToyData.linear();
        learnt.initialize(manager, DataType.FLOAT32, shape());
        refuses(
                "device is null: it takes that of the net's weights, cpu()",
                () -> Training.continueTraining(learnt, minibatches, minibatches, 1, 0.5, null));
        refuses(
                "config is null: it takes a TrainingConfig",
                () -> Training.continueTraining(learnt, null, minibatches, minibatches, 1, CPU));
    }

    @Test
    void nullIsNamedInAConfig() {
        refuses("config is null: it takes a TrainingConfig", training(null));
        refuses(
                "the loss of config is null: it takes a Loss",
                training(new DefaultTrainingConfig(null)));
        var crossEntropy = new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss());
        refuses(
                "the optimizer of config is null: it takes an Optimizer",
                training(crossEntropy.optOptimizer(null)));
    }

    @Test
    void nullIsNamedByAnEvaluation() {
        refuses(
                "net is null: it takes a Block, such as a SequentialBlock",
                () -> Training.evaluateAccuracyGpu(null, minibatches));
        refuses(
                "dataIter is null: it takes minibatches",
                () -> Training.evaluateAccuracyGpu(net, null));
        refuses(
                "device is null: it takes a Device, such as tryGpu()",
                () -> Training.evaluateAccuracyGpu(net, minibatches, null));
    }

    @Test
    void nullIsNamedByADataSetAndAPicture() {
        refuses("folder is null: it takes a Path", () -> FashionMnist.builder().optFolder(null));
        refuses("file is null: it takes a Path", () -> OwnPicture.read((Path) null));
        refuses(
                "X is null: it takes grey pictures of shape (n, 1, height, width)",
                () -> FashionMnist.show(null, null));
    }

    @Test
    void nullIsNamedWhereAnIteratorGivesIt() {
        Iterable<Batch> none = () -> null;
        Iterable<Batch> nothing = Arrays.asList((Batch) null);
        String iterator = "iterator() is null: it takes an iterator of minibatches";
        refuses(iterator, training(net, none, minibatches, CPU));
        refuses(
                "next() is null: it takes a minibatch, or hasNext() that is false",
                training(net, nothing, minibatches, CPU));
        net.initialize(manager, DataType.FLOAT32, shape());
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Training.evaluateAccuracyGpu(net, none));
        assertEquals(iterator, error.getMessage());
        assertThrows(
                IllegalArgumentException.class, () -> Training.evaluateAccuracyGpu(net, nothing));
    }

    private static Shape shape() {
        return new Shape(1, 1, 4, 4);
    }

    @Test
    void aGpuThatIsNotThereIsNamed() {
        Device gpu = Device.gpu(999);
        String message =
                "device is gpu(999): it takes Device.cpu() or one of the %d GPUs that the engine sees, and tryGpu() gives what is there"
                        .formatted(EngineSetup.engine().getGpuCount());
        refuses(message, training(net, minibatches, minibatches, gpu));
        refuses(message, () -> Training.evaluateAccuracyGpu(net, minibatches, gpu));
        refuses(message, () -> FashionMnist.builder().optDevice(gpu));
    }
}
