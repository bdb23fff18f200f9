package ai.d2l.internal.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.setup.FetchData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchDataTest {
    @TempDir Path folder;

    @Test
    void saysInItsLastLineWhatItFoundAndWhere() throws Exception {
        TinyData.writePackedInto(folder);
        var process = fetchData("-Dd2l.data=" + folder);
        assertEquals(0, process.exitCode());
        assertEquals(
                List.of(
                        "Data: 60 training and 20 test images of 2 x 3 pixels, from the folder "
                                + folder),
                process.lines());
    }

    @Test
    void endsWellWithTheSample() throws Exception {
        var process = fetchData("-Dd2l.data=sample");
        assertEquals(0, process.exitCode());
        assertTrue(process.lines().get(0).startsWith("Data: 2,000 training and 1,000 test"));
    }

    @Test
    void endsWithOneLineWhenTheNamedFolderIsWrong() throws Exception {
        var process = fetchData("-Dd2l.data=" + folder.resolve("none"));
        assertEquals(1, process.exitCode());
        assertOneErrorLine(process, folder.resolve("none") + " is not a folder");
    }

    @Test
    void endsWithOneLineWhenAFileOfTheNamedFolderIsMalformed() throws Exception {
        TinyData.writePackedInto(folder);
        Files.write(folder.resolve("train-labels-idx1-ubyte.gz"), new byte[0]);
        var process = fetchData("-Dd2l.data=" + folder);
        assertEquals(1, process.exitCode());
        assertOneErrorLine(process, folder + "/train-labels-idx1-ubyte.gz: expected a gzip file");
    }

    @Test
    void twoProcessesOnAnEmptyCacheBothEndUpWithAllOfIt() throws Exception {
        try (var server = slowServer()) {
            var first = fetchTinyData(server);
            var second = fetchTinyData(server);
            var expected = "60 from the user's cache in " + folder.resolve("fashion-mnist");
            for (var process : List.of(first, second)) {
                assertEquals(0, process.exitCode(), () -> "see " + process.errors());
                var lines = process.lines();
                assertEquals(expected, lines.get(lines.size() - 1));
            }
            assertEquals(4, server.requests.size(), "each file was fetched once");
        }
    }

    @Test
    void aKilledProcessLeavesAPartThatTheNextGoesOnFrom() throws Exception {
        try (var server =
                new RawServer(
                        (request, out) -> {
                            var packed = TinyData.packed(request.file());
                            RawServer.head(out, "200 OK", "Content-Length: " + packed.length);
                            out.write(packed, 0, 30);
                            out.flush();
                            Thread.sleep(60_000);
                        })) {
            var killed = fetchTinyData(server);
            var part = folder.resolve("fashion-mnist/t10k-images-idx3-ubyte.gz.part");
            while (!Files.exists(part) || Files.size(part) < 30) {
                assertTrue(killed.process().isAlive());
                Thread.sleep(10);
            }
            killed.process().destroyForcibly().waitFor();
        }
        try (var server = RawServer.ofTinyData()) {
            assertEquals(0, fetchTinyData(server).exitCode());
            assertEquals(30, server.requests.get(0).from());
        }
        assertTrue(
                TinyData.files().stream().allMatch(f -> f.isIn(folder.resolve("fashion-mnist"))));
    }

    private JavaProcess fetchData(String option) throws IOException {
        return JavaProcess.start(folder, List.of(option), FetchData.class);
    }

    private JavaProcess fetchTinyData(RawServer server) throws IOException {
        return JavaProcess.start(
                folder, List.of(), FetchTinyData.class, folder.toString(), server.url().toString());
    }

    private static RawServer slowServer() throws IOException {
        return new RawServer(
                (request, out) -> {
                    Thread.sleep(150);
                    RawServer.send(out, request, TinyData.packed(request.file()));
                });
    }

    private static void assertOneErrorLine(JavaProcess process, String start) throws IOException {
        var lines = Files.readAllLines(process.errors());
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.get(0).startsWith(start), lines.get(0));
        assertFalse(lines.get(0).contains("Exception"), lines.get(0));
    }
}
