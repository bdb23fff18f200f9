package ai.d2l.internal.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * One array of unsigned bytes in IDX form: two zero bytes, the type (8), the rank, each dimension
 * as a big-endian 32-bit number, then the elements.
 *
 * @see <a href="https://yann.lecun.org/exdb/mnist/index.html">The IDX file format</a>
 */
record IdxArray(String file, int[] shape, byte[] bytes) {
    private static final int UNSIGNED_BYTE = 8;

    /** To how many bytes one packed byte can unpack, by the form of deflate. */
    private static final long MOST_UNPACKED = 1032;

    /** Reads a file or, if there is none, the packed one of that name with {@code .gz}. */
    static IdxArray read(Path plain, int rank) throws IOException {
        if (Files.exists(plain)) {
            try (var in = new BufferedInputStream(Files.newInputStream(plain))) {
                return parse(in, plain.toString(), rank, Files.size(plain));
            }
        }
        var file = Path.of(plain + ".gz");
        if (!Files.exists(file)) {
            throw new NoSuchFileException(plain + ": no such file, nor with .gz");
        }
        try (var in = new Gzip(Files.newInputStream(file), file.toString())) {
            return parse(in, file.toString(), rank, MOST_UNPACKED * Files.size(file));
        }
    }

    /** Reads a packed file that the jar carries beside this class. */
    static IdxArray ofJar(String file, int rank) throws IOException {
        var packed = IdxArray.class.getResourceAsStream(file);
        if (packed == null) {
            throw new IOException("the module's jar lacks ai/d2l/internal/data/" + file);
        }
        try (var in = new Gzip(packed, file)) {
            return parse(in, file, rank, Long.MAX_VALUE);
        }
    }

    /**
     * Reads an array from a stream and checks that the stream ends with it.
     *
     * @param most bytes that the stream can give at most
     */
    static IdxArray parse(InputStream in, String file, int rank, long most) throws IOException {
        int[] shape = readShape(in, file, rank);
        long elements = elements(shape, file);
        // one array at once: what grows leaves garbage for which Java takes memory that it keeps,
        // and a header that lies gets no more than the file can have
        byte[] bytes = new byte[(int) Math.min(elements, most)];
        int read = in.readNBytes(bytes, 0, bytes.length);
        if (read < elements) {
            throw new EOFException(
                    "%s: cut short: its header promises %d bytes (%s), the file holds %d"
                            .formatted(file, elements, text(shape), read));
        }
        if (in.read() >= 0) {
            throw new IOException(
                    "%s: expected the end of the file after %d elements (%s), found more bytes"
                            .formatted(file, elements, text(shape)));
        }
        return new IdxArray(file, shape, bytes);
    }

    private static int[] readShape(InputStream in, String file, int rank) throws IOException {
        byte[] magic = header(in, file, 4);
        if (magic[0] != 0 || magic[1] != 0 || magic[2] != UNSIGNED_BYTE || magic[3] != rank) {
            throw new IOException(
                    ("%s: expected an IDX file that begins 00 00 08 %02x (unsigned bytes, rank %d),"
                                    + " read %02x %02x %02x %02x")
                            .formatted(file, rank, rank, magic[0], magic[1], magic[2], magic[3]));
        }
        int[] shape = new int[rank];
        ByteBuffer.wrap(header(in, file, 4 * rank)).asIntBuffer().get(shape);
        return shape;
    }

    private static byte[] header(InputStream in, String file, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException(
                    "%s: cut short in its header: expected %d more bytes, read %d"
                            .formatted(file, length, bytes.length));
        }
        return bytes;
    }

    private static long elements(int[] shape, String file) throws IOException {
        long product = 1;
        for (int dimension : shape) {
            if (dimension <= 0) {
                throw new IOException(
                        "%s: expected dimensions from 1 to 2147483647, read %s"
                                .formatted(file, text(shape)));
            }
            product *= dimension;
            if (product > Integer.MAX_VALUE - 64) {
                throw new IOException(
                        "%s: its header promises %s bytes, more than one Java array can hold"
                                .formatted(file, text(shape)));
            }
        }
        return product;
    }

    private static String text(int[] shape) {
        return Arrays.stream(shape)
                .mapToObj(Integer::toUnsignedString)
                .collect(Collectors.joining(" x "));
    }
}
