package ai.d2l.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
    private static final DataFile FILE = TinyData.file("some", TinyData.random(50_000));
    private static final byte[] PACKED = packed();

    @TempDir Path folder;
    private final List<String> said = new ArrayList<>();

    @Test
    void fetchesAFile() throws Exception {
        fetchFrom((request, out) -> RawServer.send(out, request, PACKED));
        assertWhole();
        assertEquals(List.of(), said, "it took less than a second");
    }

    @Test
    void leavesAloneWhatIsThere() throws Exception {
        Files.write(folder.resolve("some.gz"), PACKED);
        assertEquals(0, fetchFrom((request, out) -> {}).size());
    }

    @Test
    void goesOnAfterEveryCut() throws Exception {
        var requests = fetchFrom((request, out) -> cutAfter(20_000, request, out));
        assertEquals(List.of(0, 20_000, 40_000), firstBytes(requests));
        assertWhole();
    }

    @Test
    void goesOnWhereAnEarlierProcessStopped() throws Exception {
        writePart(Arrays.copyOf(PACKED, 30_000));
        var requests = fetchFrom((request, out) -> RawServer.send(out, request, PACKED));
        assertEquals(List.of(30_000), firstBytes(requests));
        assertWhole();
    }

    @Test
    void beginsAnewWhenTheServerIgnoresRanges() throws Exception {
        writePart(Arrays.copyOf(PACKED, 30_000));
        var requests =
                fetchFrom(
                        (request, out) -> {
                            RawServer.head(out, "200 OK", "Content-Length: " + PACKED.length);
                            out.write(PACKED);
                        });
        assertEquals(1, requests.size());
        assertWhole();
    }

    @Test
    void beginsAnewWhenTheServerGivesAnotherRange() throws Exception {
        writePart(Arrays.copyOf(PACKED, 30_000));
        fetchFrom(
                (request, out) -> {
                    if (request.hasRange()) {
                        RawServer.head(out, "206 Partial Content", "Content-Range: bytes 7-9/10");
                    } else {
                        RawServer.send(out, request, PACKED);
                    }
                });
        assertWhole();
    }

    @Test
    void beginsAnewWhenTheServerLiesAboutTheRange() throws Exception {
        writePart(Arrays.copyOf(PACKED, 30_000));
        fetchFrom(
                (request, out) -> {
                    if (request.hasRange()) {
                        RawServer.head(
                                out,
                                "206 Partial Content",
                                "Content-Range: bytes 30000-%d/%d"
                                        .formatted(PACKED.length - 1, PACKED.length));
                        out.write(PACKED, 0, PACKED.length - 30_000);
                    } else {
                        RawServer.send(out, request, PACKED);
                    }
                });
        assertWhole();
    }

    @Test
    void beginsAnewWhenWhatWasThereIsOfAnotherFile() throws Exception {
        writePart(new byte[30_000]);
        var requests = fetchFrom((request, out) -> RawServer.send(out, request, PACKED));
        assertEquals(List.of(30_000, 0), firstBytes(requests));
        assertWhole();
    }

    @Test
    void takesAPartThatTurnsOutToBeWhole() throws Exception {
        writePart(PACKED);
        fetchFrom((request, out) -> RawServer.head(out, "416 Range Not Satisfiable"));
        assertWhole();
    }

    @Test
    void beginsAnewWhenTheServerHasLessThanThePart() throws Exception {
        writePart(Arrays.copyOf(PACKED, 30_000));
        fetchFrom(
                (request, out) -> {
                    if (request.hasRange()) {
                        RawServer.head(out, "416 Range Not Satisfiable");
                    } else {
                        RawServer.send(out, request, PACKED);
                    }
                });
        assertWhole();
    }

    @Test
    void asksForTheRestWhenTheLengthWasTooShort() throws Exception {
        fetchFrom(
                (request, out) -> {
                    if (request.hasRange()) {
                        RawServer.send(out, request, PACKED);
                    } else {
                        RawServer.head(out, "200 OK", "Content-Length: 10000");
                        out.write(PACKED);
                    }
                });
        assertWhole();
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
                        (request, out) ->
                                RawServer.head(out, "200 OK", "Content-Length: 5000000000"));
        assertTrue(error.getMessage().startsWith("5000000000 bytes"), error.getMessage());
    }

    @Test
    void givesUpAStalledServerButKeepsWhatCame() throws Exception {
        var error =
                assertRefused(
                        (request, out) -> {
                            if (request.hasRange()) {
                                RawServer.head(
                                        out,
                                        "206 Partial Content",
                                        "Content-Range: bytes 10000-49999/50000");
                            } else {
                                RawServer.head(out, "200 OK", "Content-Length: 50000");
                                out.write(PACKED, 0, 10_000);
                            }
                            out.flush();
                            Thread.sleep(60_000);
                        });
        assertEquals("sent nothing for 1 s", error.getMessage());
        assertEquals(10_000, Files.size(folder.resolve("some.gz.part")));
    }

    @Test
    void givesUpAServerThatAcceptsButNeverAnswers() {
        var error =
                assertThrows(
                        RefusedException.class,
                        () -> fetchFrom((request, out) -> Thread.sleep(60_000)));
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
    void followsRedirectsAndKeepsTheRange() throws Exception {
        writePart(Arrays.copyOf(PACKED, 30_000));
        fetchFrom(
                (request, out) -> {
                    if (request.target().startsWith("/moved/")) {
                        RawServer.send(out, request, PACKED);
                    } else {
                        redirect(out, "/moved/some.gz");
                    }
                });
        assertWhole();
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
        var error = assertThrows(RefusedException.class, () -> fetch(url));
        assertEquals("127.0.0.1 takes no connection", error.getMessage());
        var unknown = URI.create("http://no-such-host.invalid/");
        error = assertThrows(RefusedException.class, () -> fetch(unknown));
        assertEquals("no-such-host.invalid is not known here", error.getMessage());
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

    @Test
    void stopsWhenInterruptedAndKeepsWhatCame() throws Exception {
        var caller = Thread.currentThread();
        assertThrows(
                InterruptedException.class,
                () ->
                        fetchFrom(
                                (request, out) -> {
                                    RawServer.head(out, "200 OK", "Content-Length: 50000");
                                    out.write(PACKED, 0, 10_000);
                                    out.flush();
                                    Thread.sleep(300);
                                    caller.interrupt();
                                    Thread.sleep(60_000);
                                }));
        assertEquals(10_000, Files.size(folder.resolve("some.gz.part")));
    }

    private List<RawServer.Request> fetchFrom(RawServer.Answer answer) throws Exception {
        try (var server = new RawServer(answer)) {
            fetch(server.url());
            return server.requests;
        }
    }

    private void fetch(URI url) throws IOException, InterruptedException {
        var second = Duration.ofSeconds(1);
        new Download(url, second, second, said::add).fetch(List.of(FILE), folder);
    }

    private IOException assertRefused(RawServer.Answer answer) throws IOException {
        var error = assertThrows(IOException.class, () -> fetchFrom(answer));
        assertFalse(Files.exists(folder.resolve("some.gz")));
        return error;
    }

    private void assertWhole() throws IOException {
        assertArrayEquals(PACKED, Files.readAllBytes(folder.resolve("some.gz")));
        assertFalse(Files.exists(folder.resolve("some.gz.part")));
    }

    private void writePart(byte[] bytes) throws IOException {
        Files.write(folder.resolve("some.gz.part"), bytes);
    }

    private static void cutAfter(int length, RawServer.Request request, OutputStream out)
            throws IOException {
        int end = Math.min(PACKED.length, request.from() + length);
        RawServer.head(
                out,
                request.hasRange() ? "206 Partial Content" : "200 OK",
                "Content-Length: " + (PACKED.length - request.from()),
                "Content-Range: bytes %d-%d/%d"
                        .formatted(request.from(), PACKED.length - 1, PACKED.length));
        out.write(PACKED, request.from(), end - request.from());
    }

    private static void redirect(OutputStream out, String target) throws IOException {
        RawServer.head(out, "302 Found", "Location: " + target, "Content-Length: 0");
    }

    private static List<Integer> firstBytes(List<RawServer.Request> requests) {
        return requests.stream().map(RawServer.Request::from).toList();
    }

    private static byte[] packed() {
        try {
            return TinyData.gzip(TinyData.random(50_000));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
