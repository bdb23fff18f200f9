package ai.d2l.internal.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResumedDownloadTest extends DownloadFixture {
    @Test
    void goesOnAfterEveryCut() throws Exception {
        var requests = fetchFrom((request, out) -> cutAfter(20_000, request, out));
        var from = firstBytes(requests);
        // what the client has not taken when a connection is cut is lost, and asked for again
        assertTrue(from.size() >= 3, from.toString());
        assertEquals(from.stream().distinct().sorted().toList(), from);
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
                        out.flush();
                        Thread.sleep(60_000); // a body that is not worth waiting for
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

    private static List<Integer> firstBytes(List<RawServer.Request> requests) {
        return requests.stream().map(RawServer.Request::from).toList();
    }
}
