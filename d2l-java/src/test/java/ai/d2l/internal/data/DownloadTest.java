package ai.d2l.internal.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class DownloadTest extends DownloadFixture {
    @Test
    void fetchesAFile() throws Exception {
        fetchFrom((request, out) -> RawServer.send(out, request, PACKED));
        assertWhole();
        assertTrue(said.stream().allMatch(line -> line.contains(" MB")), "no more than progress");
    }

    @Test
    void leavesAloneWhatIsThere() throws Exception {
        Files.write(folder.resolve("some.gz"), PACKED);
        assertEquals(0, fetchFrom((request, out) -> {}).size());
    }

    @Test
    void givesUpWhenTheLengthIsAlwaysTooLong() throws Exception {
        var error =
                assertRefused(
                        (request, out) -> {
                            RawServer.head(
                                    out, "200 OK", "Content-Length: " + (PACKED.length + 99));
                            out.write(PACKED);
                        });
        assertFalse(error instanceof WrongBytesException, error.toString());
    }

    @Test
    void acceptsAnAnswerWithoutALength() throws Exception {
        fetchFrom(
                (request, out) -> {
                    RawServer.head(out, "200 OK", "Content-Type: application/gzip");
                    out.write(PACKED);
                });
        assertWhole();
    }

    @Test
    void stopsAServerThatSendsWithoutEnd() throws Exception {
        var error =
                assertRefused(
                        (request, out) -> {
                            RawServer.head(out, "200 OK", "Content-Type: application/gzip");
                            while (true) {
                                out.write(PACKED);
                            }
                        });
        assertTrue(error.getMessage().startsWith("more than the "), error.getMessage());
    }

    @Test
    void refusesAnAbsurdLengthAtOnce() throws Exception {
        var error =
                assertRefused(
                        (request, out) -> {
                            RawServer.head(out, "200 OK", "Content-Length: 5000000000");
                            Thread.sleep(60_000); // an end of its own would be another error
                        });
        assertTrue(error.getMessage().startsWith("5000000000 bytes"), error.getMessage());
    }

    @Test
    void givesUpAServerThatAcceptsButNeverAnswers() {
        var error =
                assertThrows(
                        IOException.class, () -> fetchFrom((request, out) -> Thread.sleep(60_000)));
        assertEquals("no answer in 1 s", error.getMessage());
    }

    @Test
    void neverKeepsWrongBytes() throws Exception {
        var error =
                assertRefused(
                        (request, out) ->
                                RawServer.send(out, request, TinyData.gzip(new byte[50_000])));
        assertInstanceOf(WrongBytesException.class, error);
        assertTrue(error.getMessage().contains("wrong checksum of some.gz"), error.getMessage());
    }

    @Test
    void takesALoginPageForWhatItIs() throws Exception {
        var page = "<html>Log in to the hotel's network</html>".getBytes();
        var error = assertRefused((request, out) -> RawServer.send(out, request, page));
        assertTrue(error.getMessage().contains("begins 1f 8b, read 3c 68"), error.getMessage());
    }

    @Test
    void doesNotFollowRedirectsForEver() throws Exception {
        var error = assertRefused((request, out) -> redirect(out, "/again/some.gz"));
        assertEquals("answers with status 302", error.getMessage());
    }

    @Test
    void tellsAFileThatIsNotThere() throws Exception {
        var error = assertRefused((request, out) -> RawServer.head(out, "404 Not Found"));
        assertEquals("answers with status 404", error.getMessage());
    }

    @Test
    void tellsAServerThatIsNotThere() throws IOException {
        URI url;
        try (var server = RawServer.ofTinyData()) {
            url = server.url();
        }
        var error = assertThrows(IOException.class, () -> fetch(url));
        assertEquals("127.0.0.1 takes no connection", error.getMessage());
        var unknown = URI.create("http://no-such-host.invalid/");
        error = assertThrows(IOException.class, () -> fetch(unknown));
        assertEquals("no-such-host.invalid is not known here", error.getMessage());
    }

    @Test
    void tellsADiskThatIsFull() throws Exception {
        var full = Path.of("/dev/full"); // every write to it fails as on a full disk
        Assumptions.assumeTrue(Files.exists(full));
        var part = Files.createSymbolicLink(folder.resolve("some.gz.part"), full);
        var error = assertRefused((request, out) -> RawServer.send(out, request, PACKED));
        assertInstanceOf(CannotWriteException.class, error);
        assertTrue(
                error.getMessage().contains("No space left on device); 0.1 MB"), error.toString());
        assertFalse(Files.exists(part, LinkOption.NOFOLLOW_LINKS), "makes room again");
    }

    @Test
    void tellsAFolderThatIsNone() throws Exception {
        folder = Files.createFile(folder.resolve("file"));
        var error = assertRefused((request, out) -> RawServer.send(out, request, PACKED));
        assertTrue(error.getMessage().startsWith("cannot write in " + folder), error.getMessage());
    }

    @Test
    void tellsProgressOnceASecond() throws Exception {
        fetchFrom(
                (request, out) -> {
                    RawServer.head(out, "200 OK", "Content-Length: " + PACKED.length);
                    out.write(PACKED, 0, 30_000);
                    for (int i = 30_000; i < PACKED.length; i++) {
                        out.write(PACKED[i]);
                        Thread.sleep(i % 5000 == 0 ? 400 : 0);
                    }
                });
        assertFalse(said.isEmpty());
        assertTrue(said.get(0).matches("some.gz: 0.0 MB of 0.1 MB, \\d+ s left"), said.get(0));
        assertWhole();
    }
}
