package ai.d2l;

import static ai.d2l.SoftmaxRegression.accuracy;
import static ai.d2l.SoftmaxRegression.evaluateAccuracy;
import static ai.d2l.SoftmaxRegression.predictCh3;
import static ai.d2l.SoftmaxRegression.trainCh3;
import static ai.d2l.SoftmaxRegression.trainEpochCh3;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.SoftmaxRegression.Updater;
import ai.d2l.internal.engine.EngineSetup;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import tech.tablesaw.api.Table;

/** A classifier written with arrays alone, on pictures of {@link ToyData}. */
class SoftmaxRegressionTest {

    private static final int SIZE = ToyData.CLASSES * ToyData.CLASSES;

    private final NDManager manager = EngineSetup.engine().newBaseManager(Device.cpu());
    private final Iterable<Batch> trainIter = ToyData.stripes(manager, 105, 10);
    private final Iterable<Batch> testIter = ToyData.stripes(manager, 40, 10);
    private final NDArray w = manager.zeros(new Shape(SIZE, ToyData.CLASSES));
    private final UnaryOperator<NDArray> net =
            X -> {
                NDArray scores = X.reshape(-1, SIZE).matMul(w).exp();
                return scores.div(scores.sum(new int[] {1}, true));
            };
    private final BinaryOperator<NDArray> loss =
            (yHat, y) -> {
                NDArray labels = y.toType(DataType.INT64, false).reshape(-1, 1);
                return yHat.get(new NDIndex().addAllDim().addPickDim(labels))
                        .reshape(-1)
                        .log()
                        .neg();
            };
    private final Updater updater =
            batchSize -> {
                try (NDArray gradient = w.getGradient();
                        NDArray step = gradient.mul(0.5 / batchSize)) {
                    w.subi(step);
                }
            };

    SoftmaxRegressionTest() {
        w.setRequiresGradient(true);
    }

    @AfterEach
    void close() {
        Thread.interrupted();
        manager.close();
    }

    private static String messageOf(Class<? extends Exception> type, Executable code) {
        return assertThrows(type, code).getMessage();
    }

    @Test
    void countsTheRightPredictions() {
        NDArray yHat = manager.create(new float[][] {{0.1f, 0.3f, 0.6f}, {0.3f, 0.2f, 0.5f}});
        assertEquals(1, accuracy(yHat, manager.create(new int[] {0, 2})));
        assertEquals(2, accuracy(yHat, manager.create(new long[] {2, 2})));
    }

    @Test
    void refusesLabelsThatWouldBeComparedWithAllRows() {
        NDArray yHat = manager.ones(new Shape(2, 3));
        NDArray column = manager.create(new int[] {0, 2}).reshape(2, 1);
        assertEquals(
                "The labels have shape (batch, 1) and need (batch): a class number for each example",
                messageOf(IllegalArgumentException.class, () -> accuracy(yHat, column)));
        NDArray three = manager.create(new int[] {0, 3});
        assertEquals(
                "The net has 3 outputs and a label is 3: it needs at least 4 outputs",
                messageOf(IllegalArgumentException.class, () -> accuracy(yHat, three)));
    }

    @Test
    void anUntrainedNetNamesTheFirstClass() {
        double first = 0;
        for (Batch batch : testIter) {
            try (batch) {
                for (int label : batch.getLabels().head().toIntArray()) {
                    first += label == 0 ? 1 : 0;
                }
            }
        }
        assertEquals(first / 40, evaluateAccuracy(net, testIter), 1e-9);
    }

    @Test
    void anEpochGivesTheMeanLossOfAllExamplesTheSmallLastMinibatchIncluded() {
        var sizes = new ArrayList<Integer>();
        double[] means = trainEpochCh3(net, trainIter, loss, sizes::add);
        assertEquals(11, sizes.size());
        assertEquals(5, sizes.get(10));
        assertEquals(Math.log(ToyData.CLASSES), means[0], 1e-6);
        assertEquals(evaluateAccuracy(net, trainIter), means[1], 1e-9);
    }

    @Test
    void learnsToTellTheClasses() {
        Table history = trainCh3(net, trainIter, testIter, loss, 5, updater);
        assertEquals(
                List.of("epoch", "train loss", "train acc", "test acc"), history.columnNames());
        assertEquals(5, history.rowCount());
        assertTrue(history.doubleColumn("train loss").get(4) < 0.5, history::toString);
        assertEquals(1, evaluateAccuracy(net, testIter));
    }

    @Test
    void leavesNoArrayBehindAlsoWhereTheNetBeginsWithAWeight() {
        UnaryOperator<NDArray> weightFirst =
                X -> w.transpose().matMul(X.reshape(-1, SIZE).transpose()).transpose().softmax(1);
        trainCh3(weightFirst, trainIter, testIter, loss, 1, updater);
        int before = manager.getManagedArrays().size();
        trainCh3(weightFirst, trainIter, testIter, loss, 2, updater);
        predictCh3(weightFirst, testIter, 3);
        assertEquals(before, manager.getManagedArrays().size());
    }

    @Test
    void refusesAMeanForALoss() {
        BinaryOperator<NDArray> mean = (yHat, y) -> loss.apply(yHat, y).mean();
        assertEquals(
                "what loss gives is of shape (): it takes the loss of each example, of shape (10), and no sum or mean of them",
                messageOf(
                        IllegalArgumentException.class,
                        () -> trainEpochCh3(net, trainIter, mean, updater)));
    }

    @Test
    void stopsBeforeANumberThatIsNoneSpoilsTheWeights() {
        BinaryOperator<NDArray> tooLarge = (yHat, y) -> loss.apply(yHat.mul(1e30).exp(), y);
        String message =
                messageOf(
                        ArithmeticException.class,
                        () -> trainEpochCh3(net, trainIter, tooLarge, updater));
        assertTrue(message.matches("The loss became \\S+ after 0 examples.*"), message);
        assertArrayEquals(new float[SIZE * ToyData.CLASSES], w.toFloatArray());
    }

    @Test
    void saysThatWeightsDoNotAskForAGradient() {
        NDArray v = manager.zeros(w.getShape());
        UnaryOperator<NDArray> forgotten = X -> X.reshape(-1, SIZE).matMul(v).softmax(1);
        String message =
                messageOf(
                        IllegalStateException.class,
                        () -> trainEpochCh3(forgotten, trainIter, loss, batchSize -> {}));
        assertTrue(message.contains("setRequiresGradient(true)"), message);
    }

    @Test
    void refusesAnIteratorThatIsUsedUp() {
        var once = trainIter.iterator();
        Iterable<Batch> used = () -> once;
        assertEquals(
                "trainIter is empty at pass 2: it takes minibatches that begin anew at each iterator(), as Minibatches.of(dataset) does",
                messageOf(
                        IllegalArgumentException.class,
                        () -> trainCh3(net, used, testIter, loss, 2, updater)));
    }

    @Test
    void aStopEndsTheTrainingAndIsAnswered() {
        var steps = new ArrayList<Integer>();
        Updater stopping =
                batchSize -> {
                    steps.add(batchSize);
                    if (steps.size() == 13) { // the second of the second epoch
                        Thread.currentThread().interrupt();
                    }
                };
        Table history = trainCh3(net, trainIter, testIter, loss, 5, stopping);
        assertEquals(1, history.rowCount());
        assertEquals(13, steps.size());
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void aStoppedEvaluationGivesNoFigure() {
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> evaluateAccuracy(net, testIter));
        assertTrue(Thread.currentThread().isInterrupted());
    }

    @Test
    void showsTrueAndPredictedNames() {
        UnaryOperator<NDArray> coats = X -> X.getManager().eye(5).get("4:5").repeat(0, 10);
        List<String> lines = Printed.by(() -> predictCh3(coats, testIter, 2));
        assertTrue(lines.get(0).matches("[-\\w]+ → coat, [-\\w]+ → coat"), lines::toString);
        assertEquals(
                "n is 11: it takes 1 to 10, a minibatch",
                messageOf(IllegalArgumentException.class, () -> predictCh3(coats, testIter, 11)));
    }
}
