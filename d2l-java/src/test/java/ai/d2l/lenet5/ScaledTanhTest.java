package ai.d2l.lenet5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScaledTanhTest {

    private final NDManager manager = EngineSetup.engine().newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void leavesPlusAndMinusOneWhereTheyAre() {
        float[] y = ScaledTanh.of(manager.create(new float[] {-1, 0, 1, 100})).toFloatArray();
        assertArrayEquals(new float[] {-1, 0, 1, 1.7159f}, y, 3e-6f);
    }

    @Test
    void hasTheDerivativeOfFiniteDifferences() {
        float[] a = {-2, -0.5f, 0, 1, 3};
        float[] slopes = ScaledTanh.derivative(manager.create(a)).toFloatArray();
        for (int i = 0; i < a.length; i++) {
            double above = 1.7159 * Math.tanh(2 * (a[i] + 1e-5) / 3);
            double below = 1.7159 * Math.tanh(2 * (a[i] - 1e-5) / 3);
            assertEquals((above - below) / 2e-5, slopes[i], 1e-5);
        }
    }
}
