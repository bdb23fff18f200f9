package ai.d2l.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A folder inside another that is deleted with all that it holds when it is closed. */
record TemporaryFolder(Path path) implements AutoCloseable {
    private static final String PREFIX = "working-";

    static TemporaryFolder in(Path folder) throws IOException {
        return new TemporaryFolder(Files.createTempDirectory(folder, PREFIX));
    }

    /** Deletes those that a process has left which was killed. */
    static void deleteAll(Path folder) throws IOException {
        try (var left = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (var path : left) {
                new TemporaryFolder(path).close();
            }
        }
    }

    /** Bytes in all files below a folder, also while others add to them or delete them. */
    static long size(Path folder) {
        try (var below = Files.walk(folder)) {
            return below.mapToLong(path -> path.toFile().length()).sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    @Override
    public void close() throws IOException {
        try (var below = Files.walk(path)) {
            for (var each : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
