package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FamiliarityTest {

    private static FashionMnist data;
    private static Familiarity familiarity;

    @BeforeAll
    static void load() throws IOException {
        data = FashionMnist.load();
        familiarity = Familiarity.of(data);
    }

    @AfterAll
    static void close() {
        data.close();
    }

    private static boolean isFamiliar(NDArray X) {
        try (X) {
            return familiarity.say(X).endsWith(": it looks like the training data");
        }
    }

    @Test
    void aTrainingPictureIsAtNoDistance() {
        try (NDArray X = data.trainImages().get("7:8")) {
            assertTrue(
                    familiarity.say(X).startsWith("distance 0.0 to the closest training picture"));
        }
    }

    @Test
    void picturesOfTheTestSetAreFamiliarButForAFew() {
        long familiar =
                IntStream.range(600, 700)
                        .filter(i -> isFamiliar(data.testImages().get(i + ":" + (i + 1))))
                        .count();
        assertTrue(familiar >= 90, familiar + " of 100");
    }

    @Test
    void noiseIsUnlikeThem() {
        try (NDArray noise =
                data.testImages().getManager().randomUniform(0, 255, new Shape(1, 1, 28, 28))) {
            NDArray bytes = noise.toType(DataType.UINT8, true);
            String said = familiarity.say(bytes);
            bytes.close();
            assertTrue(said.contains("unlike the training data, so do not trust the answer"), said);
        }
    }

    @Test
    void floatsAreRefused() {
        try (NDArray floats = data.testImages().getManager().ones(new Shape(1, 1, 28, 28))) {
            var error = assertThrows(IllegalArgumentException.class, () -> familiarity.say(floats));
            assertEquals(
                    "X is float32 of shape (1, 1, 28, 28): it takes bytes of shape (1, 1, 28, 28),"
                            + " as OwnPicture gives them",
                    error.getMessage());
        }
    }
}
