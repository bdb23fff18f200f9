package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DigitsTest {

    /** As the source counts them in its test set. */
    private static final int[] OF_EACH_CLASS = {178, 182, 177, 183, 181, 182, 181, 179, 174, 180};

    @Test
    void areThoseOfTheirSource() throws IOException {
        try (var manager = EngineSetup.engine().newBaseManager()) {
            var digits = Digits.load(manager);
            assertEquals(new Shape(1797, 1, 8, 8), digits.images().getShape());
            assertEquals(16, Arrays.stream(digits.images().toUint8Array()).max().orElseThrow());
            int[] counts = new int[10];
            for (int label : digits.labels().toIntArray()) counts[label]++;
            assertArrayEquals(OF_EACH_CLASS, counts);
        }
    }
}
