package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.LinearRegression.Examples;
import ai.d2l.internal.engine.EngineSetup;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearRegressionTest {

    private final NDManager manager = EngineSetup.engine().newBaseManager(Device.cpu());
    private final NDArray trueW = manager.create(new float[] {2, -3.4f});

    @AfterEach
    void close() {
        manager.close();
        Seed.set(0);
    }

    private NDArray column(float... values) {
        return manager.create(values, new Shape(values.length, 1));
    }

    private static String messageOf(Executable code) {
        return assertThrows(IllegalArgumentException.class, code).getMessage();
    }

    @Test
    void syntheticDataLiesOnThePlaneUpToTheNoise() {
        Examples data = LinearRegression.syntheticData(manager, trueW, 4.2, 1000);
        assertEquals(new Shape(1000, 2), data.X().getShape());
        assertEquals(new Shape(1000, 1), data.y().getShape());
        float[] X = data.X().toFloatArray();
        float[] y = data.y().toFloatArray();
        var noise = IntStream.range(0, y.length);
        double squares =
                noise.mapToDouble(i -> y[i] - 2 * X[2 * i] + 3.4 * X[2 * i + 1] - 4.2)
                        .map(e -> e * e)
                        .sum();
        // five standard deviations of an estimated standard deviation are 11 percent
        assertEquals(0.01, Math.sqrt(squares / y.length), 0.0011);
    }

    @Test
    void syntheticDataHasFeaturesOfMeanZeroAndDeviationOne() {
        try (Examples data = LinearRegression.syntheticData(manager, trueW, 0, 10_000)) {
            assertEquals(0, data.X().mean().getFloat(), 0.04);
            assertEquals(1, data.X().square().mean().getFloat(), 0.05);
        }
    }

    @Test
    void syntheticDataBeginsAnewWithTheSeed() {
        Seed.set(3);
        float[] first = LinearRegression.syntheticData(manager, trueW, 0, 10).y().toFloatArray();
        float[] second = LinearRegression.syntheticData(manager, trueW, 0, 10).y().toFloatArray();
        Seed.set(3);
        NDArray column = trueW.reshape(2, 1);
        float[] again = LinearRegression.syntheticData(manager, column, 0, 10).y().toFloatArray();
        assertArrayEquals(first, again);
        assertFalse(first[0] == second[0]);
    }

    @Test
    void syntheticDataLeavesTwoArraysAndClosesThem() {
        int before = manager.getManagedArrays().size();
        Examples data = LinearRegression.syntheticData(manager, trueW, 4.2, 10);
        assertEquals(before + 2, manager.getManagedArrays().size());
        data.close();
        assertEquals(before, manager.getManagedArrays().size());
    }

    @Test
    void syntheticDataNeedsOneColumnOfWeights() {
        NDArray two = manager.ones(new Shape(3, 2));
        assertEquals(
                "the shape of w is (3, 2): it takes (inputs) or (inputs, 1)",
                messageOf(() -> LinearRegression.syntheticData(manager, two, 0, 10)));
        assertEquals(
                "numExamples is 0: it takes a whole number from 1",
                messageOf(() -> LinearRegression.syntheticData(manager, trueW, 0, 0)));
    }

    @Test
    void linregIsTheWeightedSumAndTheBias() {
        NDArray X = manager.create(new float[] {1, 2, 3, 4}, new Shape(2, 2));
        NDArray yHat = LinearRegression.linreg(X, column(10, 100), manager.create(7f));
        assertArrayEquals(new float[] {217, 437}, yHat.toFloatArray());
        assertEquals(new Shape(2, 1), yHat.getShape());
    }

    @Test
    void linregSaysWhichShapesDoNotFit() {
        NDArray X = manager.ones(new Shape(10, 2));
        assertEquals(
                "X of shape (10, 2) and w of shape (3, 1) do not fit: it takes (examples, inputs) and (inputs, outputs), mostly (inputs, 1)",
                messageOf(() -> LinearRegression.linreg(X, column(1, 2, 3), trueW)));
        assertTrue(
                messageOf(() -> LinearRegression.linreg(X, trueW, trueW))
                        .contains("w of shape (2)"));
    }

    @Test
    void squaredLossIsHalfTheSquareOfEachExample() {
        NDArray loss = LinearRegression.squaredLoss(column(1, 2, 5), column(1, 4, 2));
        assertArrayEquals(new float[] {0, 2, 4.5f}, loss.toFloatArray());
    }

    @Test
    void squaredLossIsOneForEachExampleAlsoOfLabelsInARow() {
        NDArray row = manager.create(new float[] {1, 4, 2});
        NDArray loss = LinearRegression.squaredLoss(column(1, 2, 5), row);
        assertEquals(new Shape(3, 1), loss.getShape());
        assertArrayEquals(new float[] {0, 2, 4.5f}, loss.toFloatArray());
    }

    @Test
    void squaredLossNeedsALabelForEachPredictionAndOfItsType() {
        assertEquals(
                "yHat has shape (3, 1) and y has (2): it takes one label for each prediction",
                messageOf(() -> LinearRegression.squaredLoss(column(1, 2, 5), trueW)));
        NDArray whole = manager.create(new int[] {1, 2});
        assertEquals(
                "the type of y is int32: it takes that of yHat: y.toType(DataType.FLOAT32, false)",
                messageOf(() -> LinearRegression.squaredLoss(column(1, 2), whole)));
    }

    private NDList withGradients(float... gradients) {
        NDArray w = manager.ones(new Shape(gradients.length));
        w.setRequiresGradient(true);
        try (var recording = Autograd.record()) {
            recording.backward(w.mul(manager.create(gradients)).sum());
        }
        return new NDList(w);
    }

    @Test
    void sgdStepsDownTheMeanGradientInPlace() {
        NDList params = withGradients(5, -10);
        LinearRegression.sgd(params, 0.1, 5);
        assertArrayEquals(new float[] {0.9f, 1.2f}, params.head().toFloatArray(), 1e-6f);
    }

    @Test
    void sgdLeavesNoArrayBehindAlsoInARecording() {
        NDList params = withGradients(1);
        int before = manager.getManagedArrays().size();
        for (int i = 0; i < 10; i++) {
            try (var recording = Autograd.record()) {
                recording.backward(params.head().square().sum());
                LinearRegression.sgd(params, 0.1, 1);
            }
        }
        assertEquals(before, manager.getManagedArrays().size());
        assertEquals(Math.pow(0.8, 10), params.head().toFloatArray()[0], 1e-6);
    }

    @Test
    void sgdSaysWhatIsMissingAndChangesNothing() {
        NDList params = withGradients(1);
        params.add(trueW);
        assertEquals(
                "A parameter of shape (2) has no gradient: call setRequiresGradient(true) on it before the recording",
                messageOf(() -> LinearRegression.sgd(params, 0.1, 1)));
        assertArrayEquals(new float[] {1}, params.head().toFloatArray());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void sgdNeedsARateAboveZero(double lr) {
        NDList params = withGradients(1);
        assertEquals(
                "lr is %s: it takes a finite number above 0".formatted(lr),
                messageOf(() -> LinearRegression.sgd(params, lr, 1)));
    }

    private static List<Float> labels(Iterable<Batch> pass) {
        var labels = new ArrayList<Float>();
        for (Batch batch : pass) {
            try (batch) {
                float[] X = batch.getData().head().toFloatArray();
                float[] y = batch.getLabels().head().toFloatArray();
                for (int i = 0; i < y.length; i++) {
                    assertEquals(-y[i], X[2 * i + 1]); // the row that belongs to it
                    labels.add(y[i]);
                }
            }
        }
        return labels;
    }

    /** Five examples; X is (0, -y). */
    private Iterable<Batch> load(int batchSize, boolean isTrain) {
        var X = manager.create(new float[] {0, -0f, 0, -1, 0, -2, 0, -3, 0, -4}, new Shape(5, 2));
        return LinearRegression.loadArray(new NDList(X, column(0, 1, 2, 3, 4)), batchSize, isTrain);
    }

    @Test
    void loadArrayGivesEveryRowOnceInANewOrderAtEachPass() {
        Iterable<Batch> trainIter = load(2, true);
        List<Float> first = labels(trainIter);
        assertEquals(List.of(0f, 1f, 2f, 3f, 4f), first.stream().sorted().toList());
        assertFalse(first.equals(labels(trainIter)));
        assertEquals(first, labels(load(2, true)));
    }

    @Test
    void loadArrayKeepsTheOrderWhereNothingIsLearnt() {
        assertEquals(List.of(0f, 1f, 2f, 3f, 4f), labels(load(2, false)));
    }

    @Test
    void loadArrayGivesColumnsAndASmallerLastMinibatch() {
        var shapes = new ArrayList<Shape>();
        for (Batch batch : load(3, true)) {
            shapes.add(batch.getData().head().getShape());
            shapes.add(batch.getLabels().head().getShape());
            batch.close();
        }
        assertEquals(
                List.of(new Shape(3, 2), new Shape(3, 1), new Shape(2, 2), new Shape(2, 1)),
                shapes);
    }

    @Test
    void loadArrayLeavesNothingBehind() {
        Iterable<Batch> trainIter = load(2, true);
        int before = manager.getManagedArrays().size();
        labels(trainIter);
        assertEquals(before, manager.getManagedArrays().size());
    }

    @Test
    void loadArrayNeedsAsManyRowsOfBoth() {
        NDArray X = manager.ones(new Shape(3, 2));
        assertEquals(
                "X has shape (3, 2) and y has (2): it takes as many rows of both",
                messageOf(() -> LinearRegression.loadArray(new NDList(X, trueW), 2, true)));
        assertEquals(
                "the number of arrays is 1: it takes two, X and y",
                messageOf(() -> LinearRegression.loadArray(new NDList(X), 2, true)));
        assertEquals(
                "batchSize is 0: it takes a whole number from 1", messageOf(() -> load(0, true)));
    }

    @Test
    void findsTheLine() {
        Examples data = LinearRegression.syntheticData(manager, trueW, 4.2, 1000);
        NDArray w = manager.zeros(new Shape(2, 1));
        NDArray b = manager.zeros(new Shape(1));
        w.setRequiresGradient(true);
        b.setRequiresGradient(true);
        Iterable<Batch> trainIter =
                LinearRegression.loadArray(new NDList(data.X(), data.y()), 10, true);
        for (int epoch = 0; epoch < 3; epoch++) {
            for (Batch batch : trainIter) {
                try (batch;
                        var recording = Autograd.record()) {
                    NDArray yHat = LinearRegression.linreg(batch.getData().head(), w, b);
                    NDArray y = batch.getLabels().head();
                    recording.backward(LinearRegression.squaredLoss(yHat, y).sum());
                    LinearRegression.sgd(new NDList(w, b), 0.03, batch.getSize());
                }
            }
        }
        assertArrayEquals(new float[] {2, -3.4f}, w.toFloatArray(), 0.01f);
        assertEquals(4.2f, b.toFloatArray()[0], 0.01f);
        assertEquals(DataType.FLOAT32, w.getDataType());
    }
}
