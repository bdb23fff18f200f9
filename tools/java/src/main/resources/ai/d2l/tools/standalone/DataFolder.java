package ai.d2l.internal.data;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipException;

/** Takes the place of the module's own in a standalone chapter, which must not search and resume. */
final class DataFolder {

    private static final String URL = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";
    private static final int MILLISECONDS_TO_ANSWER = 20_000;
    private static final int LARGEST = 30_000_000;

    /** The SHA-256 of what each file holds when it is unpacked. */
    private static final Map<String, String> SUMS =
            Map.of(
                    "train-images-idx3-ubyte",
                    "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
                    "train-labels-idx1-ubyte",
                    "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
                    "t10k-images-idx3-ubyte",
                    "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
                    "t10k-labels-idx1-ubyte",
                    "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34");

    private final Path path;

    private DataFolder(Path path) {
        this.path = path;
    }

    static DataFolder find(String userFolder, Consumer<String> say) throws IOException {
        // the folder named by D2L_DATA, or one beside this program; what it lacks is downloaded
        String named = Optional.ofNullable(userFolder).orElse(System.getenv("D2L_DATA"));
        boolean isOurs = named == null || named.isBlank();
        Path folder = Path.of(isOurs ? "fashion-mnist" : named);
        Files.createDirectories(folder);
        for (String name : SUMS.keySet()) {
            Path packed = folder.resolve(name + ".gz");
            // what a user has put into a folder may be another data set of the same form
            boolean isThere = Files.exists(packed) && (!isOurs || isRight(name, packed));
            if (!isThere && !Files.exists(folder.resolve(name))) {
                download(name, packed, say);
            }
        }
        return new DataFolder(folder);
    }

    private static void download(String name, Path packed, Consumer<String> say)
            throws IOException {
        String url = URL + name + ".gz";
        say.accept("Downloading %s into %s".formatted(url, packed.toAbsolutePath().getParent()));
        byte[] content;
        try {
            URLConnection connection = URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(MILLISECONDS_TO_ANSWER);
            connection.setReadTimeout(MILLISECONDS_TO_ANSWER);
            try (InputStream in = connection.getInputStream()) {
                content = in.readNBytes(LARGEST);
            }
        } catch (IOException e) {
            throw failed(url, e.toString());
        }
        if (!isRight(name, new ByteArrayInputStream(content))) {
            throw failed(url, "other bytes came, perhaps the login page of a network");
        }
        Path part = Files.createTempFile(packed.toAbsolutePath().getParent(), name, ".part");
        try {
            Files.write(part, content);
            Files.move(part, packed, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static IOException failed(String url, String why) {
        return new IOException(
                "%s cannot be downloaded (%s): try again, or name a folder that holds it in D2L_DATA"
                        .formatted(url, why));
    }

    private static boolean isRight(String name, Path packed) throws IOException {
        try (InputStream in = Files.newInputStream(packed)) {
            return isRight(name, in);
        }
    }

    private static boolean isRight(String name, InputStream packed) throws IOException {
        try (InputStream in = new Gzip(packed, name)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest()).equals(SUMS.get(name));
        } catch (EOFException | ZipException e) {
            return false;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    IdxSet train() throws IOException {
        return IdxSet.read(path, Split.TRAIN);
    }

    IdxSet test() throws IOException {
        return IdxSet.read(path, Split.TEST);
    }

    String source() {
        return "the folder " + path;
    }
}
