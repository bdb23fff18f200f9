package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SoftmaxCrossEntropyLoss;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Labels are numbers of any shape, and the loss is any of DJL's. */
class RegressionTest {

    private static final Device CPU = Device.cpu();

    private final NDManager manager = EngineSetup.engine().newBaseManager(CPU);

    @AfterEach
    void close() {
        manager.close();
    }

    /** y = Xw + b without noise, for two inputs. */
    private Iterable<Batch> line(UnaryOperator<NDArray> labels) {
        var random = new Random(3);
        var X = new float[200];
        var y = new float[100];
        for (int i = 0; i < y.length; i++) {
            X[2 * i] = (float) random.nextGaussian();
            X[2 * i + 1] = (float) random.nextGaussian();
            y[i] = 2 * X[2 * i] - 3.4f * X[2 * i + 1] + 4.2f;
        }
        var dataset =
                new ArrayDataset.Builder()
                        .setData(manager.create(X, new Shape(100, 2)))
                        .optLabels(labels.apply(manager.create(y, new Shape(100, 1))))
                        .setSampling(10, false)
                        .build();
        return Minibatches.of(dataset);
    }

    private static DefaultTrainingConfig config(Loss loss) {
        return ToyData.config(loss, 0.1);
    }

    private TrainingReport train(Loss loss, UnaryOperator<NDArray> labels) {
        var report = new TrainingReport[1];
        Printed.by(
                () ->
                        report[0] =
                                Training.train(
                                        ToyData.linear(1),
                                        config(loss),
                                        line(labels),
                                        line(labels),
                                        5,
                                        CPU));
        return report[0];
    }

    @Test
    void findsTheLineAndMeasuresTheLossOnTheTestSet() {
        var net = ToyData.linear(1);
        var report = new TrainingReport[1];
        Printed.by(
                () ->
                        report[0] =
                                Training.train(
                                        net,
                                        config(Loss.l2Loss()),
                                        line(y -> y),
                                        line(y -> y),
                                        10,
                                        CPU));
        assertEquals(
                List.of("epoch", "train loss", "test loss"), report[0].history().columnNames());
        assertTrue(report[0].test().loss() < 1e-5, report[0]::toString);
        float[] w = net.getParameters().valueAt(0).getArray().toFloatArray();
        assertEquals(2, w[0], 0.01);
        assertEquals(-3.4, w[1], 0.01);
        assertTrue(report[0].toString().startsWith("loss 0.000, test loss 0.000"));
    }

    @Test
    void takesLabelsOfAnyShapeAndOtherLosses() {
        double column = train(Loss.l2Loss(), y -> y).trainLoss();
        assertEquals(column, train(Loss.l2Loss(), NDArray::flatten).trainLoss());
        assertFalls(train(Loss.l1Loss(), y -> y));
        assertFalls(
                train(
                        Loss.sigmoidBinaryCrossEntropyLoss(),
                        y -> y.gt(0).toType(DataType.FLOAT32, false)));
    }

    private static void assertFalls(TrainingReport report) {
        double first = report.history().doubleColumn("train loss").get(0);
        assertTrue(report.trainLoss() < 0.8 * first, () -> report + " began at " + first);
    }

    @Test
    void measuresWhatTheConfigAndTheReaderAskFor() {
        var config = config(Loss.l2Loss()).addEvaluator(Loss.l1Loss());
        try (var learner = new Learner(ToyData.linear(1), config, CPU, Metric.rmse())) {
            for (Batch batch : learner.pass(line(y -> y))) {
                learner.train(batch);
            }
            Means means = learner.means();
            assertEquals(List.of("rmse", "L1Loss"), means.names());
            assertEquals(Math.sqrt(2 * means.loss()), means.get("rmse"), 1e-3);
            assertTrue(means.get("L1Loss") < means.get("rmse"));
            Means test = learner.evaluate(line(y -> y));
            assertEquals(Math.sqrt(2 * test.loss()), test.get("rmse"), 1e-3);
        }
    }

    private String errorOf(Loss loss, int units, UnaryOperator<NDArray> labels) {
        return assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                Training.trainQuietly(
                                        ToyData.linear(units),
                                        config(loss),
                                        line(labels),
                                        line(labels),
                                        1,
                                        CPU))
                .getMessage();
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"INT32", "INT64", "FLOAT64"})
    void saysWhichTypeOfLabelsTheLossNeeds(DataType type) {
        assertEquals(
                "L2Loss needs labels of float32, as the outputs of the net are, and got %s:"
                                .formatted(type)
                        + " y.toType(DataType.FLOAT32, false)",
                errorOf(Loss.l2Loss(), 1, y -> y.toType(type, false)));
    }

    @Test
    void saysHowManyLabelsTheLossNeeds() {
        assertEquals(
                "L1Loss needs a label for each output: the net gives shape (batch, 2) and the labels"
                        + " have (batch, 1)",
                errorOf(Loss.l1Loss(), 2, y -> y));
    }

    @Test
    void needsClassNumbersWhereTheLossDoes() {
        assertTrue(
                errorOf(Loss.softmaxCrossEntropyLoss(), 2, y -> y)
                        .startsWith("The labels have shape (batch, 1) and need (batch)"));
        assertTrue(
                errorOf(Loss.softmaxCrossEntropyLoss(), 2, NDArray::flatten)
                        .startsWith("A label is "));
    }

    @Test
    void saysThatAMetricDoesNotFit() {
        try (var learner =
                new Learner(ToyData.linear(1), config(Loss.l2Loss()), CPU, Metric.perplexity())) {
            learner.train(line(NDArray::flatten).iterator().next());
            var error = assertThrows(IllegalArgumentException.class, learner::means);
            assertTrue(error.getMessage().startsWith("A label is "), error.getMessage());
        }
    }

    @Test
    void aLossOfOnesOwnGetsWhatTheLabelsAre() {
        var loss =
                new Loss("half") {
                    @Override
                    public NDArray evaluate(NDList labels, NDList predictions) {
                        return labels.head().sub(predictions.head()).square().mean().div(2);
                    }
                };
        double l2 = train(Loss.l2Loss(), y -> y).trainLoss();
        assertEquals(l2, train(loss, y -> y).trainLoss(), 1e-6);
    }

    private Iterable<Batch> oneHot() {
        var numbered = ToyData.stripes(manager, 40, 10);
        return () ->
                StreamSupport.stream(numbered.spliterator(), false)
                        .map(
                                b -> {
                                    var y =
                                            new NDList(
                                                    b.getLabels().head().oneHot(ToyData.CLASSES));
                                    return new Batch(
                                            b.getManager(), b.getData(), y, 10, null, null, 0, 0);
                                })
                        .iterator();
    }

    private double classify(boolean sparse, Iterable<Batch> minibatches) {
        var config = config(new SoftmaxCrossEntropyLoss("loss", 1, -1, sparse, true));
        return Training.trainQuietly(ToyData.linear(), config, minibatches, minibatches, 2, CPU)
                .test()
                .get("acc");
    }

    @Test
    void oneHotLabelsAreTakenWhereTheLossIsMadeForThem() {
        assertEquals(
                classify(true, ToyData.stripes(manager, 40, 10)), classify(false, oneHot()), 0.2);
        var error = assertThrows(IllegalArgumentException.class, () -> classify(true, oneHot()));
        assertTrue(
                error.getMessage().startsWith("The labels have shape (batch, 4) and need (batch)"),
                error.getMessage());
    }
}
