import java.io.*;
import java.net.*;
import java.nio.file.*;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.*;
import java.util.zip.GZIPInputStream;

/** The folder that D2L_DATA names, or fashion-mnist; what that one lacks is downloaded. */
final class DataFolder {
    private static final String URL = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";
    private static final int MILLISECONDS_TO_ANSWER = 20_000;

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

    static byte[] read(String name) throws IOException {
        String named = System.getenv("D2L_DATA");
        if (named != null && !named.isBlank()) {
            Path plain = Path.of(named, name);
            Path packed = Path.of(named, name + ".gz"); // of any data set of that form
            return Files.exists(plain) ? Files.readAllBytes(plain) : unpacked(packed);
        }
        Path file = Files.createDirectories(Path.of("fashion-mnist")).resolve(name + ".gz");
        if (!Files.exists(file) || !isRight(name, Files.readAllBytes(file))) {
            download(name, file);
        }
        return unpacked(file);
    }

    private static void download(String name, Path file) throws IOException {
        String url = URL + name + ".gz";
        System.out.println("Downloading " + url);
        byte[] content;
        try {
            var connection = URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(MILLISECONDS_TO_ANSWER);
            connection.setReadTimeout(MILLISECONDS_TO_ANSWER);
            try (InputStream in = connection.getInputStream()) {
                content = in.readNBytes(30_000_000);
            }
        } catch (IOException e) {
            throw failed(url, e.toString());
        }
        if (!isRight(name, content)) {
            throw failed(url, "other bytes came, perhaps the login page of a network");
        }
        Path part = Files.write(file.resolveSibling(name + ".part"), content);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static IOException failed(String url, String why) {
        return new IOException(
                "%s cannot be downloaded (%s): try again, or name a folder that holds it in D2L_DATA"
                        .formatted(url, why));
    }

    private static boolean isRight(String name, byte[] packed) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
            return HexFormat.of().formatHex(sum).equals(SUMS.get(name));
        } catch (IOException e) {
            return false;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] unpacked(Path file) throws IOException {
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        }
    }
}
