package ai.d2l.internal.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** One file of 50,000 bytes, fetched into a folder of the test from a server of the test. */
abstract class DownloadFixture {
    static final DataFile FILE = TinyData.file("some", TinyData.random(50_000));
    static final byte[] PACKED = packed();

    @TempDir Path folder;
    final List<String> said = new ArrayList<>();

    List<RawServer.Request> fetchFrom(RawServer.Answer answer) throws Exception {
        try (var server = new RawServer(answer)) {
            fetch(server.url());
            return server.requests;
        }
    }

    void fetch(URI url) throws IOException, InterruptedException {
        var second = Duration.ofSeconds(1);
        FILE.fetch(new Download(second, second, said::add), url, folder);
    }

    IOException assertRefused(RawServer.Answer answer) throws IOException {
        var error = assertThrows(IOException.class, () -> fetchFrom(answer));
        assertFalse(Files.exists(folder.resolve("some.gz")));
        return error;
    }

    void assertWhole() throws IOException {
        assertArrayEquals(PACKED, Files.readAllBytes(folder.resolve("some.gz")));
        assertFalse(Files.exists(folder.resolve("some.gz.part")));
    }

    static void redirect(OutputStream out, String target) throws IOException {
        RawServer.head(out, "302 Found", "Location: " + target, "Content-Length: 0");
    }

    private static byte[] packed() {
        try {
            return TinyData.gzip(TinyData.random(50_000));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
