package ai.d2l.internal.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Numbers of Java in a computation of which a gradient is taken, while Java collects garbage. */
class JavaMemoryTest {

    private static final int NUMBERS = 2000;

    private final NDManager manager = EngineSetup.engine().newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    /** Lets Java collect what it can, and writes over memory that has become free. */
    private void collectGarbage() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            for (int n = 0; n < NUMBERS; n++) {
                manager.create(-1e9f);
            }
        }
    }

    /**
     * The gradient of the sum of many products with 3, of which garbage is collected on the way.
     */
    private float gradient(UnaryOperator<NDArray> threefold) {
        NDArray x = manager.create(new float[] {1, 2});
        x.setRequiresGradient(true);
        try (GradientCollector collector = EngineSetup.engine().newGradientCollector()) {
            NDArray y = threefold.apply(x);
            for (int i = 1; i < NUMBERS; i++) {
                y = y.add(threefold.apply(x));
            }
            NDArray sum = y.sum();
            collectGarbage();
            collector.backward(sum);
        }
        float[] found = x.getGradient().toFloatArray();
        assertEquals(found[0], found[1]);
        return found[0];
    }

    @Test
    void isThereForBackwardWhereItIsKept() {
        float found = JavaMemory.keptDuring(() -> gradient(x -> x.mul(3)));
        assertEquals(3 * NUMBERS, found);
    }

    @Test
    void isNotNeededByAProductOfOurs() {
        assertEquals(3 * NUMBERS, gradient(x -> JavaMemory.times(x, 3)));
    }

    @Test
    void isGoneInDjlAlone() {
        assumeFalse(EngineSetup.isAsynchronous(), "MXNet takes the number itself");
        assertNotEquals(3 * NUMBERS, gradient(x -> x.mul(3)), "DJL was mended: JavaMemory can go");
    }

    @Test
    void closesNoArray() {
        NDArray made = JavaMemory.keptDuring(() -> manager.create(new float[] {1, 2}).mul(2));
        assertArrayEquals(new float[] {2, 4}, made.toFloatArray());
    }
}
