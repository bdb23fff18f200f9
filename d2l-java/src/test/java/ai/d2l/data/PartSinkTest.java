package ai.d2l.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartSinkTest {
    @TempDir Path folder;

    @Test
    void writesBehindWhatIsKept() throws Exception {
        var part = Files.writeString(folder.resolve("part"), "keep, not this");
        try (var sink = new PartSink(part, 6, 100)) {
            send(sink, "and more");
            sink.end().get();
            assertEquals(14, sink.size());
        }
        assertEquals("keep, and more", Files.readString(part));
    }

    @Test
    void writesNoMoreOnceClosed() throws Exception {
        var part = folder.resolve("part");
        var sink = new PartSink(part, 0, 100);
        sink.close();
        send(sink, "late");
        sink.end().get();
        assertEquals(0, Files.size(part));
    }

    @Test
    void tellsADiskThatIsFull() throws Exception {
        var full = Path.of("/dev/full"); // every write to it fails as on a full disk
        Assumptions.assumeTrue(Files.exists(full));
        try (var sink = new PartSink(full, 0, 31_000_000)) {
            send(sink, "anything");
            var error = assertThrows(ExecutionException.class, () -> sink.end().get());
            assertInstanceOf(CannotWriteException.class, error.getCause());
            var message = error.getCause().getMessage();
            assertTrue(message.contains("No space left on device); 31.0 MB"), message);
        }
    }

    @Test
    void tellsAFolderThatIsNone() throws Exception {
        var file = Files.createFile(folder.resolve("file"));
        var error =
                assertThrows(
                        CannotWriteException.class,
                        () -> new PartSink(file.resolve("part"), 0, 31_000_000));
        assertTrue(error.getMessage().startsWith("cannot write in " + file), error.getMessage());
    }

    private static void send(PartSink sink, String text) {
        try (var publisher = new SubmissionPublisher<List<ByteBuffer>>(Runnable::run, 4)) {
            publisher.subscribe(sink);
            publisher.submit(List.of(ByteBuffer.wrap(text.getBytes())));
        }
    }
}
