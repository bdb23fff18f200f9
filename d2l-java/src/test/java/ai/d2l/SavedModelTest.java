package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.SequentialBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SavedModelTest extends SavedModelFixture {

    @Test
    void givesANetOfTheSameLayersTheSameScores() throws IOException {
        var net = drawn(4, 3);
        Path file = SavedModel.save(net, folder.resolve("new"), "toy");
        assertEquals(folder.resolve("new").resolve("toy-0000.params"), file);
        var fresh = net(4, 3);
        SavedModel.load(fresh, folder.resolve("new"), "toy");
        assertArrayEquals(scores(net), scores(fresh));
    }

    @Test
    void takesThePlaceOfTheWeightsThatANetHad() throws IOException {
        var net = drawn(4);
        SavedModel.save(net, folder, "toy");
        var other = drawn(4);
        NDArray before = other.getParameters().valueAt(0).getArray();
        SavedModel.load(other, folder, "toy");
        assertTrue(before.isReleased());
        assertTrue(other.getParameters().valueAt(0).getArray().hasGradient());
        assertArrayEquals(scores(net), scores(other));
    }

    @Test
    void replacesAnOlderFileAndLeavesNothingUnfinished() throws IOException {
        SavedModel.save(drawn(4), folder, "toy");
        var net = drawn(4);
        SavedModel.save(net, folder, "toy");
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
        var fresh = net(4);
        SavedModel.load(fresh, folder, "toy");
        assertArrayEquals(scores(net), scores(fresh));
    }

    @Test
    void refusesTheFileOfAnotherNetAndLeavesTheNetAsItWas() throws IOException {
        SavedModel.save(drawn(4, 3), folder, "toy");
        for (int[] units : new int[][] {{5, 3}, {4, 5}, {4}, {4, 3, 2}, {}}) {
            var net = drawn(units);
            float[] before = scores(net);
            String message = whyNot(net, folder);
            assertTrue(
                    message.contains("toy-0000.params was not saved from a net of these layers"),
                    message);
            assertTrue(message.endsWith("; the net is as it was"), message);
            assertArrayEquals(before, scores(net), Arrays.toString(units));
        }
    }

    @Test
    void refusesAFileThatWasCutShortWhereverThatWas() throws IOException {
        Path file = SavedModel.save(drawn(4), folder, "toy");
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 3, 20, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            var net = net(4);
            assertTrue(whyNot(net, folder).contains("or was cut short"));
            assertFalse(net.isInitialized());
        }
    }

    @Test
    void refusesWhatIsNoModel() throws IOException {
        Files.writeString(folder.resolve("toy-0000.params"), "<html>not found</html>");
        assertTrue(whyNot(drawn(4), folder).contains("was not saved from a net"));
        assertTrue(
                whyNot(drawn(4), folder.resolve("nowhere")).startsWith("There is no saved model"));
    }

    @Test
    void savesNothingOfANetWithoutWeights() {
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> SavedModel.save(net(4), folder, "toy"));
        assertTrue(error.getMessage().startsWith("The net has no weights to save"));
    }

    @Test
    void namesTheFileThatItCannotWrite() throws IOException {
        Path taken = Files.writeString(folder.resolve("taken"), "a file");
        var error = assertThrows(IOException.class, () -> SavedModel.save(drawn(4), taken, "toy"));
        assertTrue(error.getMessage().startsWith(taken.resolve("toy-0000.params") + " cannot be"));
    }

    @Test
    void refusesANameThatLeavesItsFolderAndTouchesNothing() throws IOException {
        var net = drawn(4);
        Path precious = Files.writeString(folder.resolve("toy-0000.params"), "mine");
        for (String name : new String[] {folder.resolve("toy").toString(), "../toy", "a/b", ""}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> SavedModel.save(net, folder.resolve("models"), name));
        }
        assertEquals("mine", Files.readString(precious));
        assertFalse(Files.exists(folder.resolve("models")));
    }

    @Test
    void leavesNothingBehindWhenTheNameIsTooLong() throws IOException {
        var net = drawn(4);
        String name = "x".repeat(300);
        assertThrows(IOException.class, () -> SavedModel.save(net, folder, name));
        try (var left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void severalThreadsSaveUnderOneName() throws IOException {
        var net = drawn(4);
        var saved = IntStream.range(0, 8).parallel().mapToObj(i -> save(net));
        saved.forEach(file -> assertTrue(Files.exists(file)));
        SavedModel.load(net(4), folder, "toy");
    }

    private Path save(SequentialBlock net) {
        try {
            return SavedModel.save(net, folder, "toy");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
