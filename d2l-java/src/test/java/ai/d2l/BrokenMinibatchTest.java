package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.d2l.internal.engine.Weights;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import ai.djl.translate.Batchifier;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A minibatch that cannot be learnt from ends the training clearly, and is closed. */
class BrokenMinibatchTest {

    private static final Device CPU = Device.cpu();
    private static final int EXAMPLES = 8;
    private static final String ONCE =
            ": each is closed once it was used, so every pass must make new ones";

    private final NDManager manager = EngineSetup.engine().newBaseManager(CPU);
    private final SequentialBlock net = ToyData.linear();

    @AfterEach
    void close() {
        Weights.close(net);
        manager.close();
    }

    private Batch batch(NDList data, NDList labels) {
        NDManager owner = manager.newSubManager();
        data.attach(owner);
        labels.attach(owner);
        return new Batch(owner, data, labels, EXAMPLES, Batchifier.STACK, Batchifier.STACK, 1, 1);
    }

    private NDList pictures() {
        return new NDList(manager.ones(new Shape(EXAMPLES, 1, 4, 4)));
    }

    private NDList labels(long... shape) {
        return new NDList(manager.ones(new Shape(shape)));
    }

    private Throwable errorOf(Block block, Batch batch) {
        try (var learner = new Learner(block, 0.5, CPU)) {
            var error =
                    assertThrows(
                            Throwable.class,
                            () -> {
                                learner.train(batch);
                                learner.means();
                            });
            assertNull(batch.getManager(), "the minibatch is closed");
            return error;
        } finally {
            Weights.close(block);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 9})
    void needsOneLabelForEachExample(long labels) {
        assertEquals(
                "A minibatch has 8 examples, of shape (8, 1, 4, 4), and %d labels: it needs one for each"
                        .formatted(labels),
                errorOf(net, batch(pictures(), labels(labels))).getMessage());
        Weights.initialize(net, CPU, new Shape(1, 1, 4, 4));
        List<Batch> tested = List.of(batch(pictures(), labels(labels)));
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Training.evaluateAccuracyGpu(net, tested, CPU));
        assertTrue(error.getMessage().startsWith("A minibatch has 8 examples"));
    }

    @Test
    void needsInputsAndClassNumbers() {
        assertEquals(
                "A minibatch has no labels: it needs inputs, and a label for each",
                errorOf(net, batch(pictures(), new NDList())).getMessage());
        assertEquals(
                "A minibatch has no inputs: it needs inputs, and a label for each",
                errorOf(net, batch(new NDList(), labels(EXAMPLES))).getMessage());
        assertEquals(
                "The labels have shape (batch, 1) and need (batch): a class number for each"
                        + " example",
                errorOf(net, batch(pictures(), labels(EXAMPLES, 1))).getMessage());
        var scalar = new NDList(manager.create(1f));
        assertTrue(
                errorOf(net, batch(scalar, labels(EXAMPLES))).getMessage().contains("0 examples"));
    }

    @Test
    void needsExamplesAndNumbers() {
        assertEquals(
                "A minibatch has no examples: it needs inputs, and a label for each",
                errorOf(net, batch(new NDList(manager.create(new Shape(0, 4))), labels(0)))
                        .getMessage());
        assertEquals(
                "The labels are boolean and need to be class numbers, such as int32",
                errorOf(net, batch(pictures(), new NDList(manager.create(new boolean[EXAMPLES]))))
                        .getMessage());
    }

    @Test
    void isUsedOnce() {
        Batch closed = batch(pictures(), labels(EXAMPLES));
        closed.close();
        assertEquals("A minibatch is closed already" + ONCE, errorOf(net, closed).getMessage());
        Batch released = batch(pictures(), labels(EXAMPLES));
        released.getData().head().close();
        assertEquals(
                "A minibatch has arrays that are closed already" + ONCE,
                errorOf(net, released).getMessage());
    }

    @Test
    void isNotTheSameInEachEpoch() {
        List<Batch> list = List.of(batch(pictures(), labels(EXAMPLES)));
        var test = ToyData.stripes(manager, 10, 10);
        assertEquals("A minibatch is closed already" + ONCE, trainingError(list, test));
        Batch batch = batch(pictures(), labels(EXAMPLES));
        assertEquals("A minibatch comes twice" + ONCE, trainingError(List.of(batch, batch), test));
        assertNull(batch.getManager(), "the minibatch is closed");
    }

    private String trainingError(Iterable<Batch> trainIter, Iterable<Batch> testIter) {
        var config = Learner.config(0.5);
        return assertThrows(
                        IllegalArgumentException.class,
                        () -> Training.trainQuietly(net, config, trainIter, testIter, 2, CPU))
                .getMessage();
    }

    @Test
    void needsLabelsThatAreOutputs() {
        var large = new NDList(manager.full(new Shape(EXAMPLES), (float) Integer.MAX_VALUE));
        assertEquals(
                "The net has 4 outputs and a label is 2147483648: it needs at least 2147483649 outputs",
                errorOf(net, batch(pictures(), large)).getMessage());
        var beyond = new NDList(manager.create(new long[] {0, 1, 2, 3, 0, 1, 2, (1L << 32) + 3}));
        assertTrue(errorOf(net, batch(pictures(), beyond)).getMessage().contains("is 4294967299"));
        var largest = new NDList(manager.create(new long[] {0, 1, 2, 3, 0, 1, 2, Long.MAX_VALUE}));
        assertTrue(
                errorOf(net, batch(pictures(), largest))
                        .getMessage()
                        .endsWith("at least 9223372036854775808 outputs"));
    }

    @Test
    void needsOneArrayOfScores() {
        var twice = ToyData.linear();
        twice.add(new LambdaBlock(out -> new NDList(out.head(), out.head()), "twice"));
        assertEquals(
                "The net gives 2 outputs and needs one: scores of shape (batch, classes)",
                errorOf(twice, batch(pictures(), labels(EXAMPLES))).getMessage());
    }

    @Test
    void needsALossThatIsOneNumber() {
        assertTrue(lossError(loss -> null).startsWith("The loss function gives nothing"));
        assertTrue(
                lossError(loss -> loss.broadcast(new Shape(4)))
                        .startsWith("The loss function gives shape (4) and needs one number"));
    }

    private String lossError(UnaryOperator<NDArray> change) {
        var loss =
                new Loss("odd") {
                    @Override
                    public NDArray evaluate(NDList labels, NDList predictions) {
                        var crossEntropy = Loss.softmaxCrossEntropyLoss();
                        return change.apply(crossEntropy.evaluate(labels, predictions));
                    }
                };
        var config = new DefaultTrainingConfig(loss);
        Batch batch = batch(pictures(), labels(EXAMPLES));
        try (var learner = new Learner(net, config, CPU)) {
            var error = assertThrows(IllegalArgumentException.class, () -> learner.train(batch));
            return error.getMessage();
        }
    }

    /** Fails in each shard, and not where only shapes are sent through. */
    private static SequentialBlock failing(Throwable failure) {
        return ToyData.linear().add(new LambdaBlock(scores -> fail(scores, failure), "failing"));
    }

    private static NDList fail(NDList scores, Throwable failure) {
        if (scores.head().getShape().get(0) > 1) {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }
        return scores;
    }

    private int arrays() {
        return manager.getParentManager().getManagedArrays().size();
    }

    private void leavesNothing(Throwable failure) {
        var failing = failing(failure);
        int before = arrays();
        Batch doomed = batch(pictures(), labels(EXAMPLES));
        Throwable error = WithProperty.get("d2l.shards", "2", () -> errorOf(failing, doomed));
        assertEquals(failure, error);
        assertEquals(before, arrays());
    }

    @Test
    void leavesNothingBehindWhereALayerFails() {
        leavesNothing(new IllegalStateException("this shard fails"));
        leavesNothing(new AssertionError("so does this one"));
        leavesNothing(new StackOverflowError());
    }

    @Test
    void leavesNothingBehindWhereItIsOnlyMeasured() {
        var failing = failing(new AssertionError("no"));
        Weights.initialize(failing, CPU, new Shape(1, 1, 4, 4));
        Batch doomed = batch(pictures(), labels(EXAMPLES));
        assertThrows(
                AssertionError.class,
                () -> Training.evaluateAccuracyGpu(failing, List.of(doomed), CPU));
        assertNull(doomed.getManager());
        Weights.close(failing);
    }
}
