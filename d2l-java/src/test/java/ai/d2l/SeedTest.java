package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
    void isDrawnFromAgain() {
        float[] first = draw(3);
        Seed.apply();
        try (var manager = NDManager.newBaseManager()) {
            assertArrayEquals(first, manager.randomUniform(0, 1, new Shape(8)).toFloatArray());
        }
    }

    /** Prints the seed. */
    static final class Print {
        public static void main(String[] args) {
            System.out.println(Seed.get());
        }
    }

    @Test
    void isThatOfTheProperty() throws IOException, InterruptedException {
        assertEquals(List.of("-7"), ChildJvm.run(Print.class, Map.of(), "-Dd2l.seed=-7"));
    }

    @Test
    void isNothingButAWholeNumber() throws IOException, InterruptedException {
        var line = "d2l-java: d2l.seed is '1.5': it takes a whole number. It is 0.";
        assertEquals(List.of(line, "0"), ChildJvm.run(Print.class, Map.of(), "-Dd2l.seed=1.5"));
    }

    @Test
    void isRemembered() {
        Seed.set(17);
        assertEquals(17, Seed.get());
    }
}
