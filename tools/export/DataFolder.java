import java.io.*;
import java.net.*;
import java.nio.file.*;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.*;
import java.util.zip.GZIPInputStream;

/** The folder that D2L_DATA names, or else fashion-mnist; what it lacks is downloaded. */
final class DataFolder {
    private static final String URL = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";

    /** The SHA-256 of what each file holds when it is unpacked. */
    private static final String SUMS =
            """
            c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888 train-images-idx3-ubyte
            bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9 train-labels-idx1-ubyte
            5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b t10k-images-idx3-ubyte
            0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34 t10k-labels-idx1-ubyte
            """;

    static byte[] read(String name) throws IOException {
        Path folder = Path.of(System.getenv().getOrDefault("D2L_DATA", "fashion-mnist"));
        Path plain = folder.resolve(name);
        Path packed = Files.createDirectories(folder).resolve(name + ".gz");
        if (!Files.exists(plain) && !Files.exists(packed)) {
            download(name, packed);
        }
        return Files.exists(plain)
                ? Files.readAllBytes(plain)
                : unpacked(Files.readAllBytes(packed));
    }

    private static void download(String name, Path file) throws IOException {
        String url = URL + name + ".gz";
        System.out.println("Downloading " + url);
        try {
            var connection = URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(20_000);
            connection.setReadTimeout(20_000);
            byte[] content = connection.getInputStream().readNBytes(30_000_000);
            var sum = MessageDigest.getInstance("SHA-256").digest(unpacked(content));
            if (!SUMS.contains(HexFormat.of().formatHex(sum) + " " + name)) {
                throw new IOException("other bytes came");
            }
            Path part = Files.write(file.resolveSibling(name + ".part"), content);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE); // whole or not at all
        } catch (IOException | NoSuchAlgorithmException e) {
            String advice = "%s cannot be downloaded (%s): try again, or name a folder in D2L_DATA";
            throw new IOException(advice.formatted(url, e), e);
        }
    }

    private static byte[] unpacked(byte[] packed) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
    }
}
