package ai.d2l.internal.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.zip.ZipException;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Unpacks a gzip file of one member; what is cut short, damaged or followed by more is told. */
final class Gzip extends FilterInputStream {
    private final InputStream packed;
    private final String file;

    /** Takes over {@code packed}, which it closes even if the header is wrong. */
    Gzip(InputStream packed, String file) throws IOException {
        super(null);
        this.packed = new BufferedInputStream(packed, 1 << 16);
        this.file = file;
        try {
            requireMagic();
            in = new GzipCompressorInputStream(this.packed);
        } catch (IOException e) {
            packed.close();
            throw explained(e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read;
        try {
            read = in.read(bytes, offset, length);
        } catch (IOException e) {
            throw explained(e);
        }
        if (read < 0 && packed.read() >= 0) {
            throw new ZipException(
                    file + ": expected the end of the file after its gzip data, found more bytes");
        }
        return read;
    }

    private void requireMagic() throws IOException {
        packed.mark(2);
        var magic = HexFormat.ofDelimiter(" ").formatHex(packed.readNBytes(2));
        packed.reset();
        if (!magic.equals("1f 8b")) {
            throw new ZipException(
                    "expected a gzip file that begins 1f 8b, read "
                            + (magic.length() < 5 ? "nothing" : magic));
        }
    }

    private IOException explained(IOException e) {
        if (e instanceof EOFException) {
            return new EOFException(file + ": cut short: its gzip data does not come to an end");
        }
        var what = e instanceof ZipException ? "" : "damaged gzip data: ";
        return new ZipException("%s: %s%s".formatted(file, what, e.getMessage()));
    }
}
