package ai.d2l.lenet5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MapLossTest {

    private final NDManager manager = EngineSetup.engine().newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    private double loss(double j, float[] distances, int label) {
        NDArray scores = manager.create(distances, new Shape(1, distances.length)).neg();
        var labels = new NDList(manager.create(new int[] {label}));
        return new MapLoss(j).evaluate(labels, new NDList(scores)).getFloat();
    }

    @Test
    void isEquationNine() {
        double sum = Math.exp(-2) + Math.exp(-0.5) + Math.exp(-1.5) + Math.exp(-3);
        assertEquals(1.5 + Math.log(sum), loss(2, new float[] {0.5f, 1.5f, 3}, 1), 1e-5);
    }

    @Test
    void isRightWhereTheExponentialsVanish() {
        // the rubbish class takes all: 840 + log(exp(-1))
        assertEquals(839, loss(1, new float[] {840, 900}, 0), 1e-3);
        assertEquals(60 + Math.log(2), loss(1000, new float[] {140, 80, 80}, 0), 1e-3);
    }

    @Test
    void isTheMeanOverTheExamples() {
        NDArray scores = manager.create(new float[] {-1, -2, -3, -4}, new Shape(2, 2));
        var labels = new NDList(manager.create(new int[] {0, 1}));
        double both = new MapLoss(1).evaluate(labels, new NDList(scores)).getFloat();
        double first = loss(1, new float[] {1, 2}, 0);
        double second = loss(1, new float[] {3, 4}, 1);
        assertEquals((first + second) / 2, both, 1e-5);
    }

    @Test
    void refusesADistanceThatIsNone() {
        for (double j : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            var error = assertThrows(IllegalArgumentException.class, () -> new MapLoss(j));
            assertTrue(error.getMessage().startsWith("j is " + j), error.getMessage());
        }
    }
}
