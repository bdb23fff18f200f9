package ai.d2l.internal.data;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A file of the web that is kept in the user's cache, in a folder named by its checksum.
 *
 * @param url where it is fetched from
 * @param name of the file
 * @param sha256 of the file, in lower-case hexadecimal digits
 */
public record CachedFile(URI url, String name, String sha256) {

    /**
     * Takes a file as users name it.
     *
     * @throws IllegalArgumentException if the address or the checksum is none
     */
    public static CachedFile of(String url, String sha256) {
        var address = Settings.webAddress(String.valueOf(url));
        // what is left is a name on every system, and none of a file of our own
        var name = address == null ? "" : address.getPath().replaceFirst(".*/[.]*", "");
        if (name.isEmpty()) {
            throw new IllegalArgumentException(
                    "url is \"%s\": expected the address of a file, such as %s"
                            .formatted(url, "https://example.org/houses.csv"));
        }
        var sum = String.valueOf(sha256).strip().toLowerCase(Locale.ROOT);
        if (!sum.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "sha256 is \"%s\": expected 64 hexadecimal digits, as sha256sum prints them"
                            .formatted(sha256));
        }
        return new CachedFile(address, name.replaceAll("[^\\w.+-]", "_"), sum);
    }

    /**
     * Returns where the file lies, after it has been fetched if need be.
     *
     * @param say what gets each line about progress
     * @throws IOException if it cannot be fetched, or is another; the message says what helps
     * @throws java.util.concurrent.CancellationException if the thread is interrupted; the next
     *     call goes on from there
     */
    public Path fetch(Consumer<String> say) throws IOException {
        return fetch(say, Settings.OF_THIS_MACHINE);
    }

    Path fetch(Consumer<String> say, Settings settings) throws IOException {
        var folder = settings.cache().resolve("files").resolve(sha256.substring(0, 16));
        var file = folder.resolve(name);
        if (Files.isDirectory(file)) {
            throw new IOException(
                    "%s is a folder, where the file from %s has its place: move it away"
                            .formatted(file, url));
        }
        if (isThere(file)) {
            return file;
        }
        try {
            return new Cache(name, 0, say)
                    .fill(folder, into -> fetch(into.resolve(name), say))
                    .resolve(name);
        } catch (IOException e) {
            throw new IOException("%s %s".formatted(url, whyNot(e, file)), e);
        }
    }

    private static String whyNot(IOException e, Path file) {
        if (e instanceof WrongBytesException) {
            return "has another content (%s); nothing of it was kept".formatted(e.getMessage());
        }
        return e instanceof CannotWriteException
                ? "has no place here: %s. Name another cache: D2L_CACHE=folder"
                        .formatted(e.getMessage())
                : "cannot be fetched (%s). Without a network, put the file there yourself: %s"
                        .formatted(e.getMessage(), file);
    }

    private void fetch(Path file, Consumer<String> say) throws IOException, InterruptedException {
        if (!isThere(file)) {
            say.accept("Fetching %s into %s".formatted(url, file.getParent()));
            new Download(say).fetch(url, file, Long.MAX_VALUE, this::verify);
        }
    }

    private boolean isThere(Path file) throws IOException {
        return Files.isRegularFile(file) && sumOf(file).equals(sha256);
    }

    private void verify(Path file) throws IOException {
        var found = sumOf(file);
        if (!found.equals(sha256)) {
            throw new WrongBytesException("SHA-256 %s instead of %s".formatted(found, sha256));
        }
    }

    private static String sumOf(Path file) throws IOException {
        // not a channel, which an interrupt would close
        try (var in = new FileInputStream(file.toFile())) {
            return DigestUtils.sha256Hex(in);
        }
    }
}
