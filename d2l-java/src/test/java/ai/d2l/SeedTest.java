package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SeedTest {

    @AfterEach
    void backToTheDefault() {
        Seed.set(0);
    }

    private static float[] draw(int seed) {
        Seed.set(seed);
        try (var manager = NDManager.newBaseManager()) {
            return manager.randomUniform(0, 1, new Shape(8)).toFloatArray();
        }
    }

    @Test
    void decidesWhatTheEngineDraws() {
        assertArrayEquals(draw(3), draw(3));
        assertFalse(Arrays.equals(draw(3), draw(4)));
    }

    @Test
    void isRemembered() {
        Seed.set(17);
        assertEquals(17, Seed.get());
    }
}
