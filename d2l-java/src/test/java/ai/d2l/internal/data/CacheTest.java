package ai.d2l.internal.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
    @TempDir Path folder;
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Cache cache = new Cache("the data", 31_000_000, said::add);

    @Test
    void makesTheFolder() throws IOException {
        var path = folder.resolve("a/b");
        assertEquals(path, cache.fill(path, filled -> assertTrue(Files.isDirectory(filled))));
        assertEquals(List.of(), said);
    }

    @Test
    void letsASecondThreadWaitAndSaysSo() throws Exception {
        var second = new CompletableFuture<Path>();
        cache.fill(
                folder,
                path -> {
                    second.completeAsync(() -> fillOnce(path));
                    Thread.sleep(1500);
                    assertFalse(second.isDone());
                    assertEquals(
                            List.of(
                                    "Waiting for another process that fetches the data into "
                                            + folder),
                            said);
                });
        assertEquals(folder, second.get(10, TimeUnit.SECONDS));
    }

    @Test
    void letsAnotherProcessWaitAndSaysSo() throws Exception {
        cache.fill(
                folder,
                path -> {
                    var other =
                            JavaProcess.start(
                                    folder, List.of(), FillFolder.class, folder.toString());
                    while (other.lines().isEmpty()) {
                        assertTrue(other.process().isAlive());
                        Thread.sleep(10);
                    }
                    assertEquals(
                            List.of(
                                    "Waiting for another process that fetches the data into "
                                            + folder),
                            other.lines());
                    other.process().destroyForcibly();
                });
    }

    /** Fills the folder that its argument names. */
    static final class FillFolder {
        public static void main(String[] args) throws IOException {
            new Cache("the data", 0, System.out::println).fill(Path.of(args[0]), path -> {});
        }
    }

    @Test
    void canBeStoppedWhileItWaits() throws Exception {
        cache.fill(
                folder,
                path -> {
                    var waiting = new CompletableFuture<Throwable>();
                    var thread =
                            new Thread(
                                    () -> {
                                        waiting.complete(
                                                assertThrows(
                                                        CancellationException.class,
                                                        () -> fillOnce(path)));
                                    });
                    thread.start();
                    thread.interrupt();
                    assertEquals(
                            "Stopped while fetching the data; the next run goes on from there.",
                            waiting.join().getMessage());
                });
    }

    @Test
    void fillsATemporaryFolderAndSaysWhyWhereTheOtherCannotBeMade() throws IOException {
        var file = Files.createFile(folder.resolve("file"));
        for (var path : List.of(file, file.resolve("below"), Path.of("/proc/cache"))) {
            said.clear();
            var filled = cache.fill(path, into -> assertTrue(Files.isDirectory(into)));
            assertFalse(filled.startsWith(path));
            assertTrue(said.get(0).contains("cannot be kept: cannot write in " + path));
            assertTrue(said.get(0).contains("; 31.0 MB are needed"), said.get(0));
            assertEquals("It goes into %s, for this run only.".formatted(filled), said.get(1));
        }
    }

    @Test
    void namesTheSpaceThatIsMissing() {
        var error =
                assertThrows(
                        CannotWriteException.class,
                        () -> Cache.requireSpace(folder, Long.MAX_VALUE));
        assertTrue(error.getMessage().contains("MB are free"), error.getMessage());
    }

    private Path fillOnce(Path path) {
        try {
            return cache.fill(path, filled -> {});
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
