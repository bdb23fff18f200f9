package ai.d2l.lenet5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.tracker.Tracker;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LevenbergMarquardtTest {

    private final NDManager manager = EngineSetup.engine().newBaseManager(Device.cpu());
    private final float[] steepness = {0.1f, 1, 50};
    private final NDArray w = manager.create(new float[] {3, -2, 1});
    private final AtomicInteger estimates = new AtomicInteger();

    @AfterEach
    void close() {
        manager.close();
    }

    /** An optimizer for E = ½ Σ c w², whose second derivatives are c. */
    private LevenbergMarquardt optimizer(double mu, float rate, int updates) {
        return LevenbergMarquardt.builder()
                .setCurvature(
                        scratch -> {
                            estimates.incrementAndGet();
                            return Map.of("w", scratch.create(steepness));
                        })
                .setLearningRateTracker(Tracker.fixed(rate))
                .setUpdatesBetweenEstimates(updates)
                .optMu(mu)
                .build();
    }

    private void step(LevenbergMarquardt optimizer) {
        optimizer.update("w", w, w.mul(manager.create(steepness)));
    }

    @Test
    void findsTheLowestPointOfAQuadraticInOneStep() {
        step(optimizer(0, 1, 1));
        assertArrayEquals(new float[] {0, 0, 0}, w.toFloatArray(), 1e-5f);
    }

    @Test
    void goesSlowerWhereMuOutweighsTheCurvature() {
        step(optimizer(0.1, 1, 1));
        assertArrayEquals(
                new float[] {3 / 2f, -2 + 2 / 1.1f, 1 - 50 / 50.1f}, w.toFloatArray(), 1e-5f);
    }

    @Test
    void estimatesAnewAfterSoManyUpdates() {
        var optimizer = optimizer(0.02, 0.1f, 3);
        for (int i = 0; i < 7; i++) {
            step(optimizer);
        }
        assertEquals(3, estimates.get());
    }

    @Test
    void leavesNoArrayBesideTheGradient() {
        var optimizer = optimizer(0.02, 0.1f, 100);
        NDArray gradient = manager.ones(w.getShape());
        optimizer.update("w", w, gradient);
        int arrays = manager.getManagedArrays().size();
        optimizer.update("w", w, gradient);
        assertEquals(arrays, manager.getManagedArrays().size());
    }

    @Test
    void tellsItsSlowestAndItsFastestRate() {
        var optimizer = optimizer(0.02, 1, 1);
        assertThrows(IllegalStateException.class, () -> optimizer.effectiveRates(1));
        step(optimizer);
        assertArrayEquals(
                new float[] {0.5f / 50.02f, 0.5f / 0.12f}, optimizer.effectiveRates(0.5f), 1e-4f);
    }

    @Test
    void refusesTheParameterOfAnotherNet() {
        var optimizer = optimizer(0.02, 1, 1);
        var error =
                assertThrows(IllegalStateException.class, () -> optimizer.update("other", w, w));
        assertTrue(error.getMessage().endsWith("the optimizer belongs to another net"));
    }

    @Test
    void saysWhatIsNotSet() {
        var error =
                assertThrows(
                        IllegalStateException.class, () -> LevenbergMarquardt.builder().build());
        assertEquals("LevenbergMarquardt.builder() needs setNet(…)", error.getMessage());
        var mu = assertThrows(IllegalArgumentException.class, () -> optimizer(-1, 1, 1));
        assertEquals("mu is -1.0: it takes a finite number from 0", mu.getMessage());
        assertThrows(IllegalStateException.class, () -> optimizer(0, 1, 0));
    }
}
