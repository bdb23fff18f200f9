package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.evaluator.TopKAccuracy;
import ai.djl.training.loss.Loss;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricTest {

    private static final Device CPU = Device.cpu();

    private final NDManager manager = EngineSetup.engine().newBaseManager(CPU);
    private final Block identity = Blocks.batchFlattenBlock();

    @AfterEach
    void close() {
        manager.close();
    }

    private static double sum(Metric metric, NDArray y, NDArray yHat) {
        return metric.sum().applyAsDouble(new NDList(y), new NDList(yHat));
    }

    private String errorOf(Metric metric, NDArray y, NDArray yHat) {
        return assertThrows(IllegalArgumentException.class, () -> sum(metric, y, yHat))
                .getMessage();
    }

    private NDArray scores(float[]... rows) {
        return manager.create(rows);
    }

    private NDArray labels(int... classes) {
        return manager.create(classes);
    }

    @Test
    void accuracyCountsTheLargestScoreAndOfEqualOnesTheFirst() {
        var yHat = scores(new float[] {1, 2}, new float[] {3, 3}, new float[] {5, 6});
        assertEquals(2, sum(Metric.accuracy(), labels(1, 1, 1), yHat));
        assertEquals(3, sum(Metric.accuracy(), manager.create(new float[] {1, 0, 1}), yHat));
    }

    @Test
    void accuracyTakesOneHotLabelsAndSequences() {
        var yHat = scores(new float[] {1, 2}, new float[] {4, 3});
        assertEquals(
                1, sum(Metric.accuracy(), scores(new float[] {0, 1}, new float[] {0, 1}), yHat));
        var steps = labels(1, 1).reshape(1, 2); // one example of two labels
        assertEquals(0.5, sum(Metric.accuracy(), steps, yHat.reshape(1, 2, 2)));
    }

    @Test
    void perplexityIsTheNumberOfClassesForWhoGuesses() {
        var guess = Metric.perplexity();
        var yHat = manager.zeros(new Shape(2, 4));
        assertEquals(4, guess.told().applyAsDouble(sum(guess, labels(1, 3), yHat) / 2), 1e-12);
        var sure = scores(new float[] {1000, 0}, new float[] {0, 1000}); // no exponential overflows
        assertEquals(1, guess.told().applyAsDouble(sum(guess, labels(0, 1), sure) / 2), 1e-12);
    }

    @Test
    void rmseIsTheRootOfTheMeanSquare() {
        var rmse = Metric.rmse();
        var y = scores(new float[] {1, 2}, new float[] {3, 4});
        var yHat = scores(new float[] {1, 2}, new float[] {3, 8});
        assertEquals(2, rmse.told().applyAsDouble(sum(rmse, y, yHat) / 2), 1e-12); // 16 / 4 numbers
        assertEquals(
                "rmse needs a label for each output: the net gives shape (batch, 2) and the labels"
                        + " have (batch)",
                errorOf(rmse, labels(1, 2), yHat));
    }

    @Test
    void isAnyOfDjlsEvaluators() {
        var top = Metric.of(new TopKAccuracy(2));
        assertEquals("Top_2_Accuracy", top.name());
        var yHat = scores(new float[] {3, 2, 1}, new float[] {3, 2, 1});
        assertEquals(1, sum(top, labels(1, 2), yHat), 1e-6);
        assertEquals(1, sum(top, labels(1, 2), yHat), 1e-6, "nothing is left of the first time");
        assertEquals("acc", Metric.of(new Accuracy()).name());
        var l1 = Metric.of(Loss.l1Loss());
        assertEquals(
                4,
                sum(
                        l1,
                        scores(new float[] {1}, new float[] {2}),
                        scores(new float[] {3}, new float[] {4})));
    }

    @Test
    void saysWhichEvaluatorDoesNotFit() {
        var top = Metric.of(new TopKAccuracy(2));
        String error = errorOf(top, labels(1, 2), scores(new float[] {1, 2, 3}));
        assertTrue(
                error.startsWith(
                        "Top_2_Accuracy does not take labels of int32 (batch) with outputs of float32"
                                + " (batch, 3): "),
                error);
    }

    @Test
    void refusesLabelsThatAreNoOutput() {
        var yHat = scores(new float[] {1, 2});
        for (var metric : new Metric[] {Metric.accuracy(), Metric.perplexity()}) {
            assertEquals(
                    "The net has 2 outputs and a label is 2: it needs at least 3 outputs",
                    errorOf(metric, labels(2), yHat));
            assertEquals(
                    "A label is -1: labels are class numbers from 0",
                    errorOf(metric, labels(-1), yHat));
        }
        assertEquals(
                "A label is 0.5, example 1 of its minibatch: labels are whole numbers from 0",
                errorOf(Metric.accuracy(), manager.create(new float[] {0.5f}), yHat));
        assertTrue(
                errorOf(Metric.accuracy(), manager.create(new float[] {Float.NaN}), yHat)
                        .startsWith("A label is NaN, example 1"));
    }

    @Test
    void accuracyNeedsARowOfScoresForEachExample() {
        assertEquals(
                "The net gives 1 rows of scores for 2 examples: it needs one for each",
                errorOf(Metric.accuracy(), labels(0, 1), scores(new float[] {1, 2})));
        assertEquals(
                "The net gives scores of shape (batch, 1, 4, 4) and needs (batch, classes): is a"
                        + " Blocks.batchFlattenBlock() missing?",
                errorOf(Metric.accuracy(), labels(0, 1), manager.zeros(new Shape(2, 1, 4, 4))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3"})
    void isTheSameInAnyNumberOfShards(String shards) {
        int[] predicted = {0, 1, 2, 2, 1, 0, 2};
        int[] labels = {0, 1, 2, 0, 1, 0, 1};
        var dataIter = ToyData.predicting(manager, 3, predicted, labels, 3);
        Means means =
                WithProperty.get(
                        "d2l.shards",
                        shards,
                        () -> Learner.evaluate(identity, dataIter, CPU, Metric.accuracy()));
        assertEquals(5 / 7.0, means.get("acc"));
        assertEquals(7, means.examples());
        assertTrue(Double.isNaN(means.loss()));
    }

    @Test
    void refusesALabelInAnyMinibatch() {
        var dataIter = ToyData.predicting(manager, 2, new int[] {1, 1, 1}, new int[] {0, 5, 1}, 1);
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Training.evaluateAccuracyGpu(identity, dataIter, CPU));
        assertEquals(
                "The net has 2 outputs and a label is 5: it needs at least 6 outputs",
                error.getMessage());
    }

    @Test
    void isNamedWhereItWasNotMeasured() {
        var dataIter = ToyData.predicting(manager, 2, new int[] {1}, new int[] {1}, 1);
        Means means = Learner.evaluate(identity, dataIter, CPU, Metric.accuracy());
        var error = assertThrows(IllegalArgumentException.class, () -> means.get("rmse"));
        assertEquals(
                "'rmse' was not measured beside the loss, but [acc]: give it to the Learner, or to"
                        + " the config as an evaluator",
                error.getMessage());
    }

    @Test
    void isMeasuredWhereTheFirstLayersHaveNoWeightsAndLeavesThemAsTheyAre() {
        var net = new SequentialBlock().add(identity).add(ToyData.linear());
        assertThrows(IllegalArgumentException.class, () -> Weights.deviceOf(net));
        Weights.initialize(net, CPU, new Shape(1, 1, 4, 4));
        assertEquals(CPU, Weights.deviceOf(net));
        var weight = net.getParameters().valueAt(0).getArray();
        try (var before = weight.duplicate()) {
            Training.evaluateAccuracyGpu(net, ToyData.stripes(manager, 20, 10));
            assertTrue(before.contentEquals(weight));
        }
        Weights.close(net);
    }
}
