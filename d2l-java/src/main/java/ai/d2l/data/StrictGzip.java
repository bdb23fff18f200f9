package ai.d2l.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * Unpacks a gzip file that holds exactly one member (RFC 1952).
 *
 * <p>{@link java.util.zip.GZIPInputStream} passes over whatever follows the member; here bytes that
 * do not belong are an error, and so is a file that is cut short.
 */
final class StrictGzip extends InflaterInputStream {
    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;

    private final String file;
    private final CRC32 crc = new CRC32();
    private boolean ended;

    /** Takes over {@code packed}, which it closes even if the header is wrong. */
    StrictGzip(InputStream packed, String file) throws IOException {
        super(new BufferedInputStream(packed, 1 << 16), new Inflater(true), 1 << 16);
        this.file = file;
        try {
            readHeader();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (ended) {
            return -1;
        }
        int read;
        try {
            read = super.read(bytes, offset, length);
        } catch (EOFException e) {
            throw cutShort();
        } catch (ZipException e) {
            throw new ZipException(file + ": damaged gzip data: " + e.getMessage());
        }
        if (read >= 0) {
            crc.update(bytes, offset, read);
        } else {
            ended = true;
            checkTrailer();
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        super.close();
        inf.end();
    }

    private void readHeader() throws IOException {
        byte[] start = in.readNBytes(10);
        if (start.length < 2 || start[0] != 0x1f || start[1] != (byte) 0x8b) {
            throw new ZipException(
                    file + ": expected a gzip file that begins 1f 8b, read " + text(start));
        }
        if (start.length < 10) {
            throw cutShort();
        }
        int flags = start[3];
        if ((flags & FLAG_EXTRA) != 0) {
            skip(next(in) | next(in) << 8);
        }
        for (int flag : new int[] {FLAG_NAME, FLAG_COMMENT}) {
            while ((flags & flag) != 0 && next(in) != 0) {
                // Names and comments end with a zero byte.
            }
        }
        if ((flags & FLAG_HEADER_CRC) != 0) {
            skip(2);
        }
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            next(in);
        }
    }

    private void checkTrailer() throws IOException {
        var left = new ByteArrayInputStream(buf, len - inf.getRemaining(), inf.getRemaining());
        var rest = new SequenceInputStream(left, in);
        long storedCrc = nextWord(rest);
        long storedSize = nextWord(rest);
        if (storedCrc != crc.getValue() || storedSize != (inf.getBytesWritten() & 0xffffffffL)) {
            throw new ZipException(
                    "%s: damaged gzip data: expected checksum %08x of %d bytes, read %08x of %d"
                            .formatted(
                                    file,
                                    storedCrc,
                                    storedSize,
                                    crc.getValue(),
                                    inf.getBytesWritten()));
        }
        if (rest.read() >= 0) {
            throw new ZipException(
                    file + ": expected the end of the file after its gzip data, found more bytes");
        }
    }

    private long nextWord(InputStream from) throws IOException {
        return next(from) | next(from) << 8 | next(from) << 16 | (long) next(from) << 24;
    }

    private int next(InputStream from) throws IOException {
        int value = from.read();
        if (value < 0) {
            throw cutShort();
        }
        return value;
    }

    private EOFException cutShort() {
        return new EOFException(file + ": cut short: its gzip data does not come to an end");
    }

    private static String text(byte[] start) {
        return start.length < 2 ? "nothing" : "%02x %02x".formatted(start[0], start[1]);
    }
}
