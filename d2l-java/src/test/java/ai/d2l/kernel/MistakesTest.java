package ai.d2l.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class MistakesTest {

    private static final String ENGINE = "ai.djl.engine.EngineException";

    private static Optional<String> mend(String message, String... classes) {
        var frames = new StackTraceElement[classes.length];
        for (int i = 0; i < classes.length; i++) {
            frames[i] = new StackTraceElement(classes[i], "forward", null, 1);
        }
        return Mistakes.mend(ENGINE, message, frames);
    }

    @Test
    void namesBothDevicesOfArraysThatMeet() {
        var said =
                "Expected all tensors to be on the same device, but found at least two devices,"
                        + " cuda:0 and cpu! (when checking argument for argument mat2)";
        assertEquals(
                "Arrays on cuda:0 and cpu meet: move one of them with toDevice(device, false)",
                mend(said).orElseThrow());
    }

    @Test
    void tellsTheSameWordsOfAnEngineApartByWhereTheyWereSaid() {
        var said = "MXNetError: Shape inconsistent, Provided = [10,784], inferred shape=(10,729)\n";
        assertTrue(mend(said, "ai.djl.nn.core.Linear").orElseThrow().startsWith("Linear has"));
        assertEquals(
                "Shapes do not fit: got (10,784) where (10,729) is needed; -1 stands for any size",
                mend(said).orElseThrow());
    }

    @Test
    void readsAMessageOfManyLines() {
        var said =
                "Check failed:\n operands could not be broadcast together with shapes [2] [3]\nStack";
        assertTrue(mend(said).orElseThrow().startsWith("Shapes (2) and (3) do not fit"));
    }

    @Test
    void leavesAloneWhatItDoesNotKnowAndWhatOthersSay() {
        assertEquals(Optional.empty(), mend("something new"));
        assertEquals(
                Optional.empty(), Mistakes.mend("java.io.IOException", "CUDA driver is missing"));
    }

    @Test
    void tellsThatThereIsNoGraphicsCardInTheWordsOfEitherEngine() {
        for (var said :
                new String[] {
                    "MXNetError: Compile with USE_CUDA=1 to enable GPU usage",
                    "Could not run 'aten::empty' with arguments from the 'CUDA' backend"
                }) {
            assertTrue(mend(said).orElseThrow().startsWith("The engine sees no graphics card"));
        }
    }

    @Test
    void tellsOfTwoTypesThatMeetInAConvolution() {
        var said = "This layer requires uniform type. Expected 'uint8' v.s. given 'float32'";
        assertTrue(mend(said).orElseThrow().startsWith("Values of the types uint8 and float32"));
        said = "expected scalar type Byte but found Float";
        assertTrue(mend(said).orElseThrow().startsWith("Values of the types Byte and Float meet"));
    }
}
