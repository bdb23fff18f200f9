package ai.d2l.internal.data;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.ZipException;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A file of a data set, known by the size and SHA-256 of what it holds when unpacked.
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

    /** Downloads the file into a folder unless it is there. */
    void fetch(Download download, URI url, Path folder) throws IOException, InterruptedException {
        if (!isIn(folder)) {
            var target = folder.resolve(packedName());
            long most = packedSize + (1 << 16); // of another header or level
            download.fetch(url.resolve(packedName()), target, most, this::verify);
        }
    }

    /**
     * Unpacks a {@code .gz} and compares its content with what it should be.
     *
     * @throws java.io.EOFException if it is cut short, and might become right by what follows
     * @throws WrongBytesException if the content is another, or no regular gzip file
     */
    void verify(Path packed) throws IOException {
        if (!Files.isRegularFile(packed, LinkOption.NOFOLLOW_LINKS)) {
            throw new WrongBytesException(packed + " is no regular file");
        }
        var digest = DigestUtils.getSha256Digest();
        long read = 0;
        try (var content = new Gzip(Files.newInputStream(packed), packed.toString())) {
            byte[] buffer = new byte[1 << 16];
            for (int n = 0; n >= 0 && read <= size; n = content.read(buffer)) {
                digest.update(buffer, 0, n);
                read += n;
            }
        } catch (ZipException e) {
            throw new WrongBytesException(e.getMessage());
        }
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
                                    Math.min(read, size)));
        }
    }

    /** The size of the content in its lowest 32 bits, which a gzip file ends with. */
    private static long unpackedSize(Path packed) throws IOException {
        try (var file = new RandomAccessFile(packed.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - 4));
            return Integer.toUnsignedLong(Integer.reverseBytes(file.readInt()));
        }
    }
}
