package ai.d2l.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipException;

/**
 * A file of the data set, known by the size and SHA-256 of what it holds when unpacked.
 *
 * <p>The content is checked and not the {@code .gz}, because the gzip files that are in use differ
 * in their headers: those of the authors carry file name and date of August 2017, Debian's do not.
 * With the authors' header put back, Debian's files have the MD5 sums that the authors publish, so
 * that both hold the content named here.
 *
 * @param name without {@code .gz}
 * @param packedSize size in bytes of the authors' {@code .gz}
 * @param size size in bytes of the content
 * @param sha256 of the content, in lower-case hexadecimal digits
 */
record DataFile(String name, long packedSize, long size, String sha256) {
    static final List<DataFile> FASHION_MNIST =
            List.of(
                    new DataFile(
                            Split.TRAIN.imagesFile(),
                            26_421_880,
                            47_040_016,
                            "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
                    new DataFile(
                            Split.TRAIN.labelsFile(),
                            29_515,
                            60_008,
                            "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
                    new DataFile(
                            Split.TEST.imagesFile(),
                            4_422_102,
                            7_840_016,
                            "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
                    new DataFile(
                            Split.TEST.labelsFile(),
                            5_148,
                            10_008,
                            "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"));

    String packedName() {
        return name + ".gz";
    }

    /** True if the folder holds the file, plain or packed, with the right size: a cheap check. */
    boolean isIn(Path folder) {
        try {
            var plain = folder.resolve(name);
            return Files.exists(plain)
                    ? Files.size(plain) == size
                    : unpackedSize(folder.resolve(packedName())) == (size & 0xffffffffL);
        } catch (IOException e) {
            return false;
        }
    }

    static boolean allIn(Path folder, List<DataFile> files) {
        return files.stream().allMatch(file -> file.isIn(folder));
    }

    static long packedSize(List<DataFile> files) {
        return files.stream().mapToLong(DataFile::packedSize).sum();
    }

    /**
     * Unpacks a {@code .gz} and compares its content with what it should be.
     *
     * @throws WrongBytesException if the content is another, or no regular gzip file
     */
    void verify(Path packed) throws IOException {
        var digest = sha256Digest();
        if (!Files.isRegularFile(packed, LinkOption.NOFOLLOW_LINKS)) {
            throw new WrongBytesException(packed + " is no regular file", false);
        }
        try (var gzip = new StrictGzip(Files.newInputStream(packed), packed.toString());
                var in = new DigestInputStream(gzip, digest)) {
            long read = countUpTo(in, size + 1);
            var found = HexFormat.of().formatHex(digest.digest());
            if (read != size || !found.equals(sha256)) {
                throw new WrongBytesException(
                        "wrong checksum of %s: expected SHA-256 %s of %d bytes, read %s of %s%d"
                                .formatted(
                                        packedName(),
                                        sha256,
                                        size,
                                        found,
                                        read > size ? "more than " : "",
                                        Math.min(read, size)),
                        false);
            }
        } catch (EOFException e) {
            throw new WrongBytesException(e.getMessage(), true);
        } catch (ZipException e) {
            throw new WrongBytesException(e.getMessage(), false);
        }
    }

    private static long countUpTo(InputStream in, long limit) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long count = 0;
        int read = 0;
        while (read >= 0 && count < limit) {
            count += read;
            read = in.read(buffer);
        }
        return count;
    }

    /** The size of the content in its lowest 32 bits, which a gzip file ends with. */
    private static long unpackedSize(Path packed) throws IOException {
        try (var file = new RandomAccessFile(packed.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - 4));
            return Integer.toUnsignedLong(Integer.reverseBytes(file.readInt()));
        }
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
