package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.d2l.internal.engine.Weights;
import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SoftmaxCrossEntropyLoss;
import ai.djl.translate.Batchifier;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a layer, a loss or an iterator of the user's own does wrong is said as it is. */
class OwnCodeTest {

    private static final Device CPU = Device.cpu();

    private final NDManager manager = EngineSetup.engine().newBaseManager(CPU);
    private final Iterable<Batch> minibatches = ToyData.stripes(manager, 20, 10);

    @AfterEach
    void close() {
        manager.close();
    }

    private Throwable errorOf(Block net, Loss loss, Iterable<Batch> trainIter) {
        var config = new DefaultTrainingConfig(loss);
        try {
            return assertThrows(
                    RuntimeException.class,
                    () -> Training.trainQuietly(net, config, trainIter, minibatches, 1, CPU));
        } finally {
            Weights.close(net);
        }
    }

    private Throwable errorOf(UnaryOperator<NDArray> layer) {
        var net = ToyData.linear().add(LambdaBlock.singleton(layer::apply, "mine"));
        return errorOf(net, Loss.softmaxCrossEntropyLoss(), minibatches);
    }

    private Throwable lossError(UnaryOperator<NDArray> change) {
        var loss =
                new SoftmaxCrossEntropyLoss() {
                    @Override
                    public NDArray evaluate(NDList labels, NDList predictions) {
                        return change.apply(super.evaluate(labels, predictions));
                    }
                };
        return errorOf(ToyData.linear(), loss, minibatches);
    }

    private static <T> T fail(RuntimeException failure) {
        throw failure;
    }

    @Test
    void whatItThrowsIsThrown() {
        for (var failure :
                List.of(
                        new IllegalStateException("mine"),
                        new IllegalArgumentException("mine"),
                        new ArithmeticException("/ by zero"))) {
            assertSame(failure, errorOf(x -> fail(failure)));
            assertSame(failure, lossError(loss -> fail(failure)));
            Iterable<Batch> failing = () -> fail(failure);
            var net = ToyData.linear();
            assertSame(failure, errorOf(net, Loss.softmaxCrossEntropyLoss(), failing));
        }
        assertInstanceOf(NumberFormatException.class, errorOf(x -> x.add(Integer.parseInt("x"))));
    }

    @Test
    void whatAnEngineThrowsInItNamesTheLayerAndIsTheCause() {
        Throwable error = errorOf(scores -> scores.reshape(3, 7));
        assertTrue(
                error.getMessage()
                        .startsWith("layer 3 (mine) got an input of shape (batch, 4) and needs"),
                error.getMessage());
        assertInstanceOf(EngineException.class, error.getCause());
    }

    @Test
    void aLayerThatGivesNullIsNamed() {
        String message =
                "layer 3 (mine) gives null for an input of shape (batch, 4): it must return what"
                        + " it computed";
        assertEquals(message, errorOf(scores -> null).getMessage());
        var net = ToyData.linear().add(new LambdaBlock(scores -> null, "mine"));
        var loss = Loss.softmaxCrossEntropyLoss();
        assertEquals(message, errorOf(net, loss, minibatches).getMessage());
    }

    @Test
    void aLossThatIsCutOffFromTheWeightsIsSaid() {
        Throwable error = lossError(NDArray::stopGradient);
        assertTrue(error.getMessage().startsWith("The loss has no history"), error.getMessage());
        assertNotNull(error.getCause());
    }

    @Test
    void aTrainingInsideOfAnotherIsSaid() {
        var config = new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss());
        UnaryOperator<NDArray> training =
                scores -> {
                    Training.trainQuietly(
                            ToyData.linear(), config, minibatches, minibatches, 1, CPU);
                    return scores;
                };
        Throwable error = errorOf(training);
        String expected =
                EngineSetup.isAsynchronous()
                        ? "A gradient collector is open already"
                        : "The net is in use and cannot be waited for"; // all share one collector
        assertTrue(error.getMessage().startsWith(expected), error.getMessage());
    }

    private Batch of(DataType type) {
        NDManager owner = manager.newSubManager();
        NDArray X = owner.ones(new Shape(8, 1, 4, 4)).toType(type, true);
        var labels = new NDList(owner.zeros(new Shape(8)));
        return new Batch(owner, new NDList(X), labels, 8, Batchifier.STACK, Batchifier.STACK, 1, 1);
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"UINT8", "INT32", "INT64", "FLOAT64"})
    void inputsThatAreNotFloat32AreNamed(DataType type) {
        String message =
                "The inputs are %s and the weights float32: turn the inputs into float32 too, as X.toType(DataType.FLOAT32, false) does"
                        .formatted(type);
        SequentialBlock net = ToyData.linear();
        Iterable<Batch> typed = () -> List.of(of(type)).iterator();
        assertEquals(message, errorOf(net, Loss.softmaxCrossEntropyLoss(), typed).getMessage());
        Weights.initialize(net, CPU, new Shape(1, 1, 4, 4));
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Training.evaluateAccuracyGpu(net, typed, CPU));
        assertEquals(message, error.getMessage());
        Weights.close(net);
    }

    @Test
    void bytesAreTakenWhereALayerTurnsThem() {
        var net =
                new SequentialBlock()
                        .addSingleton(X -> X.toType(DataType.FLOAT32, false).div(255))
                        .add(ToyData.linear());
        Iterable<Batch> bytes = () -> List.of(of(DataType.UINT8)).iterator();
        var config = new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss());
        var result = Training.trainQuietly(net, config, bytes, bytes, 1, CPU);
        assertEquals(1, result.epochs());
        Weights.close(net);
    }
}
