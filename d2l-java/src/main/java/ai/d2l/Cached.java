package ai.d2l;

import ai.d2l.internal.data.CachedFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Files of the web that are downloaded once and kept in the user's cache.
 *
 * <pre>{@code
 * Path file = Cached.file("https://example.org/houses.csv", "9f86d081884c7d659a2f…");
 * Table houses = Table.read().csv(file.toString());
 * }</pre>
 */
public final class Cached {

    private Cached() {}

    /**
     * Returns the path of a file with this content, and downloads it if the cache has none.
     *
     * <p>A download that is cut off or stopped is continued by the next call. Several processes may
     * ask for the same file at once: one fetches it, and the others wait. What takes more than a
     * second says how far it is.
     *
     * @param url address of the file, http or https; the file is called by its last part
     * @param sha256 checksum of the whole file, 64 hexadecimal digits, as {@code sha256sum} prints
     *     it
     * @throws IllegalArgumentException if url is not the address of a file, or sha256 no checksum
     * @throws IOException if there is no network and no file, or if the file has another checksum;
     *     the message names both, and nothing of that file is kept
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static Path file(String url, String sha256) throws IOException {
        return CachedFile.of(url, sha256).fetch(System.out::println);
    }
}
