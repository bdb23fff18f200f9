package ai.d2l.internal.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A checksum behind the last byte of a file of DJL's format, where DJL does not read.
 *
 * <p>The format itself has none. Four letters tell a file that has it, and the CRC-32C of all that
 * is before them follows.
 */
final class Checksum {

    private static final byte[] MARK = "d2l#".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH = MARK.length + Integer.BYTES;

    private Checksum() {}

    /** Puts the checksum of a whole file behind it. */
    static void append(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        Files.write(file, end(all, all.length), StandardOpenOption.APPEND);
    }

    /** Returns how many bytes are before the checksum, all if there is none, -1 if it is wrong. */
    static int size(byte[] all) {
        int size = all.length - LENGTH;
        if (size < 0 || !Arrays.equals(MARK, Arrays.copyOfRange(all, size, size + MARK.length))) {
            return all.length;
        }
        byte[] end = Arrays.copyOfRange(all, size, all.length);
        return Arrays.equals(end(all, size), end) ? size : -1;
    }

    private static byte[] end(byte[] all, int size) {
        var sum = new CRC32C();
        sum.update(all, 0, size);
        return ByteBuffer.allocate(LENGTH).put(MARK).putInt((int) sum.getValue()).array();
    }
}
