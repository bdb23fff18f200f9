package ai.d2l.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {
    private static final List<DataFile> FILES = TinyData.files();

    @TempDir Path folder;
    private final List<String> said = new CopyOnWriteArrayList<>();

    @Test
    void makesTheFolder() throws Exception {
        var path = folder.resolve("a/b");
        try (var cache = CacheFolder.lock(path, FILES, said::add)) {
            assertTrue(Files.isDirectory(cache.path()));
        }
    }

    @Test
    void letsASecondThreadWaitAndSaysSo() throws Exception {
        CompletableFuture<Void> second;
        try (var first = CacheFolder.lock(folder, FILES, said::add)) {
            second = CompletableFuture.runAsync(this::lockOnce);
            Thread.sleep(1500);
            assertFalse(second.isDone());
            assertEquals(
                    List.of(
                            "Waiting for another process that fetches the data into "
                                    + first.path()),
                    said);
        }
        second.get(10, TimeUnit.SECONDS);
    }

    @Test
    void namesAFolderThatCannotBeMade() throws Exception {
        var file = Files.createFile(folder.resolve("file"));
        for (var path : List.of(file, file.resolve("below"), Path.of("/proc/cache"))) {
            var error =
                    assertThrows(
                            CannotWriteException.class,
                            () -> CacheFolder.lock(path, FILES, said::add));
            assertTrue(error.getMessage().contains("cannot write in " + path));
            assertTrue(error.getMessage().contains("MB are needed"));
        }
    }

    @Test
    void namesTheSpaceThatIsMissing() {
        var huge = List.of(new DataFile("huge", Long.MAX_VALUE, 1, ""));
        var error =
                assertThrows(
                        CannotWriteException.class,
                        () -> CacheFolder.lock(folder, huge, said::add));
        assertTrue(error.getMessage().contains("MB are free"), error.getMessage());
    }

    private void lockOnce() {
        try {
            CacheFolder.lock(folder, FILES, said::add).close();
        } catch (CannotWriteException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
