package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.Batchifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScoresTest {

    private final NDManager manager = EngineSetup.engine().newBaseManager(Device.cpu());
    private final Accumulator metric = new Accumulator(3);

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray rows(float[]... rows) {
        return manager.create(rows);
    }

    private Scores of(int... labels) {
        return of(manager.create(labels));
    }

    private Scores of(NDArray y) {
        return new Scores(batch(manager.newSubManager(), y), y);
    }

    private static Batch batch(NDManager owner, NDArray y) {
        int size = (int) y.getShape().get(0);
        var labels = new NDList(y);
        return new Batch(
                owner, new NDList(), labels, size, Batchifier.STACK, Batchifier.STACK, 1, 1);
    }

    private String errorOf(Scores scores) {
        return assertThrows(IllegalArgumentException.class, () -> scores.addTo(metric))
                .getMessage();
    }

    @Test
    void addLossTimesExamplesCorrectOnesAndExamples() {
        var scores = of(1, 0, 1);
        scores.add(rows(new float[] {1, 2}, new float[] {3, 4}));
        scores.add(rows(new float[] {5, 6}));
        scores.loss(manager.create(0.5f));
        scores.addTo(metric);
        assertEquals(1.5, metric.get(0));
        assertEquals(2, metric.get(1));
        assertEquals(3, metric.get(2));
    }

    @Test
    void takeLabelsOfAnyNumberType() {
        var scores = of(manager.create(new float[] {1, 0}));
        scores.add(rows(new float[] {1, 2}, new float[] {4, 3}));
        scores.addTo(metric);
        assertEquals(2, metric.get(1));
    }

    @Test
    void refuseLabelsThatAreNoOutput() {
        var above = of(2);
        above.add(rows(new float[] {1, 2}));
        assertEquals(
                "The net has 2 outputs and a label is 2: it needs at least 3 outputs",
                errorOf(above));
        var below = of(-1);
        below.add(rows(new float[] {1, 2}));
        assertEquals("A label is -1: labels are class numbers from 0", errorOf(below));
    }

    @Test
    void refuseLabelsThatAreNotWhole() {
        var half = of(manager.create(new float[] {1, 0.5f}));
        half.add(rows(new float[] {1, 2}, new float[] {4, 3}));
        assertEquals(
                "A label is 0.5, example 2 of its minibatch: labels are whole numbers from 0",
                errorOf(half));
        var none = of(manager.create(new float[] {Float.NaN}));
        none.add(rows(new float[] {1, 2}));
        assertTrue(errorOf(none).startsWith("A label is NaN, example 1"));
    }

    @Test
    void refuseAnotherNumberOfRowsThanLabels() {
        var scores = of(0, 1);
        scores.add(rows(new float[] {1, 2}));
        assertEquals(
                "The net gives 1 rows of scores for 2 examples: it needs one for each",
                errorOf(scores));
    }

    @Test
    void refuseOtherShapes() {
        var pictures = new NDList(manager.zeros(new Shape(2, 1, 4, 4)));
        var error = assertThrows(IllegalArgumentException.class, () -> Scores.of(pictures));
        assertEquals(
                "The net gives scores of shape (batch, 1, 4, 4) and needs (batch, classes): is a"
                        + " Blocks.batchFlattenBlock() missing?",
                error.getMessage());
    }

    @Test
    void closeTheMinibatchAndWhatWasComputedFromIt() {
        NDManager minibatch = manager.newSubManager();
        NDArray y = minibatch.create(new int[] {1});
        var scores = new Scores(batch(minibatch, y), y);
        NDArray yHat = minibatch.create(new float[][] {{1, 2}});
        scores.add(yHat);
        scores.addTo(metric);
        assertFalse(yHat.isReleased());
        scores.close();
        assertTrue(yHat.isReleased() && y.isReleased());
    }
}
