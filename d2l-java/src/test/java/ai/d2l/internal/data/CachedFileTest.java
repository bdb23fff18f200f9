package ai.d2l.internal.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedFileTest {
    private static final byte[] CONTENT = TinyData.random(50_000);
    private static final String SUM = TinyData.file("houses.csv", CONTENT).sha256();
    private static final String NOWHERE = "http://127.0.0.1:1/";

    @TempDir Path folder;
    private final List<String> said = new CopyOnWriteArrayList<>();

    @Test
    void isFetchedOnceAndKeepsItsName() throws IOException {
        try (var server = server()) {
            var file = fetch(server.url() + "a/houses.csv?version=2");
            assertEquals(file(), file);
            assertArrayEquals(CONTENT, Files.readAllBytes(file));
            assertEquals(
                    List.of(
                            "Fetching %sa/houses.csv?version=2 into %s"
                                    .formatted(server.url(), file.getParent())),
                    said);
            assertEquals(file, fetch(server.url() + "houses.csv"));
            assertEquals(1, server.requests.size());
        }
        assertEquals(file(), fetch(NOWHERE + "houses.csv"));
    }

    @Test
    void twoThreadsFetchItOnce() throws Exception {
        try (var server = server()) {
            var url = server.url() + "houses.csv";
            var other = CompletableFuture.supplyAsync(() -> assertFetches(url));
            assertFetches(url);
            assertEquals(file(), other.join());
            assertEquals(1, server.requests.size());
        }
    }

    @Test
    void goesOnAfterACutAndAStop() throws IOException {
        var caller = Thread.currentThread();
        try (var server =
                new RawServer(
                        (request, out) -> {
                            if (request.from() == 20_000) {
                                caller.interrupt();
                                Thread.sleep(60_000);
                            }
                            RawServer.head(out, "200 OK", "Content-Length: " + CONTENT.length);
                            out.write(CONTENT, 0, 20_000);
                        })) {
            var error =
                    assertThrows(
                            CancellationException.class, () -> fetch(server.url() + "houses.csv"));
            assertTrue(Thread.interrupted(), "the kernel sees the interrupt, too");
            assertEquals(
                    "Stopped while fetching houses.csv; the next run goes on from there.",
                    error.getMessage());
        }
        try (var server = server()) {
            assertFetches(server.url() + "houses.csv");
            assertEquals(20_000, server.requests.get(0).from());
        }
    }

    @Test
    void namesBothSumsAndKeepsNothingOfAnotherContent() throws IOException {
        var page = "<html>Log in</html>".getBytes();
        try (var server = new RawServer((request, out) -> RawServer.send(out, request, page))) {
            var message = whyNot(server.url() + "houses.csv");
            assertEquals(
                    "%shouses.csv has another content (SHA-256 %s instead of %s); nothing of it was kept"
                            .formatted(server.url(), TinyData.file("x", page).sha256(), SUM),
                    message);
        }
        try (var left = Files.list(file().getParent())) {
            assertEquals(List.of(file().resolveSibling(".lock")), left.toList());
        }
    }

    @Test
    void aDamagedFileIsReplaced() throws IOException {
        Files.createDirectories(file().getParent());
        Files.write(file(), new byte[50_000]);
        assertTrue(whyNot(NOWHERE + "houses.csv").contains("127.0.0.1 takes no connection"));
        assertTrue(Files.exists(file()), "what cannot be replaced stays");
        try (var server = server()) {
            assertFetches(server.url() + "houses.csv");
        }
    }

    @Test
    void saysWhereAFileCanBePutWithoutANetwork() throws IOException {
        assertEquals(
                "http://no-such-host.invalid/houses.csv cannot be fetched (no-such-host.invalid is"
                        + " not known here). Without a network, put the file there yourself: "
                        + file(),
                whyNot("http://no-such-host.invalid/houses.csv"));
        Files.write(file(), CONTENT);
        assertFetches("http://no-such-host.invalid/houses.csv");
    }

    @Test
    void namesAFolderThatIsInItsPlace() throws IOException {
        Files.createDirectories(file());
        assertEquals(
                "%s is a folder, where the file from %shouses.csv has its place: move it away"
                        .formatted(file(), NOWHERE),
                whyNot(NOWHERE + "houses.csv"));
    }

    @Test
    void isFetchedForThisRunWhereTheCacheCannotBeWritten() throws IOException {
        Files.createFile(folder.resolve("files"));
        try (var server = server()) {
            var file = fetch(server.url() + "houses.csv");
            assertArrayEquals(CONTENT, Files.readAllBytes(file));
            assertTrue(said.get(0).startsWith("The data cannot be kept: cannot write in "));
            assertEquals(file, fetch(server.url() + "houses.csv"));
            assertEquals(1, server.requests.size());
        }
    }

    @Test
    void saysWhatHelpsWhereNoFolderHasRoomForIt() throws IOException {
        var head = "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n".formatted(Long.MAX_VALUE / 2);
        try (var server = new RawServer((request, out) -> out.write(head.getBytes()))) {
            var message = whyNot(server.url() + "houses.csv");
            assertTrue(message.contains("has no place here: cannot write in "), message);
            assertTrue(message.endsWith("Name another cache: D2L_CACHE=folder"), message);
        }
    }

    @Test
    void refusesWhatIsNoAddressOfAFile() {
        for (var url :
                new String[] {
                    null,
                    "",
                    "houses.csv",
                    "file:///houses.csv",
                    "http://a b/c",
                    "http://host/a/",
                    "http://host",
                    "http://host/a/.."
                }) {
            var error =
                    assertThrows(
                            IllegalArgumentException.class, () -> CachedFile.of(url, SUM), url);
            assertEquals(
                    "url is \"%s\": expected the address of a file, such as https://example.org/houses.csv"
                            .formatted(url),
                    error.getMessage());
        }
    }

    @Test
    void refusesWhatIsNoChecksum() {
        var url = NOWHERE + "houses.csv";
        for (var sum : new String[] {null, "", "md5", SUM.substring(1), SUM + "0"}) {
            var error =
                    assertThrows(
                            IllegalArgumentException.class, () -> CachedFile.of(url, sum), sum);
            assertEquals(
                    "sha256 is \"%s\": expected 64 hexadecimal digits, as sha256sum prints them"
                            .formatted(sum),
                    error.getMessage());
        }
        assertEquals(SUM, CachedFile.of(url, SUM.toUpperCase() + "\n").sha256());
    }

    @Test
    void itsNameIsOneOnEverySystem() {
        assertEquals("_b_.csv", CachedFile.of(NOWHERE + "x/a%2F.%5Cb%3A.csv", SUM).name());
        assertFalse(CachedFile.of(NOWHERE + "..%2F.lock", SUM).name().startsWith("."));
    }

    private static RawServer server() throws IOException {
        return new RawServer((request, out) -> RawServer.send(out, request, CONTENT));
    }

    private Path file() {
        return folder.resolve("files").resolve(SUM.substring(0, 16)).resolve("houses.csv");
    }

    private Path fetch(String url) throws IOException {
        var settings = TinyData.settings(folder, URI.create(NOWHERE));
        return CachedFile.of(url, SUM).fetch(said::add, settings);
    }

    private Path assertFetches(String url) {
        try {
            var file = fetch(url);
            assertArrayEquals(CONTENT, Files.readAllBytes(file));
            return file;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String whyNot(String url) {
        return assertThrows(IOException.class, () -> fetch(url)).getMessage();
    }
}
