package ai.d2l.internal.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GzipTest {
    private static final byte[] CONTENT = TinyData.random(200_000);

    @Test
    void unpacks() throws IOException {
        assertArrayEquals(CONTENT, unpack(TinyData.gzip(CONTENT)));
        assertEquals(0, unpack(TinyData.gzip(new byte[0])).length);
    }

    @Test
    void passesOverTheOptionalPartsOfTheHeader() throws IOException {
        var packed = TinyData.gzip(CONTENT);
        var out = new ByteArrayOutputStream();
        out.write(new byte[] {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3});
        out.write(new byte[] {3, 0, 'x', 'y', 'z', 'n', 0, 'c', 'o', 0, 1, 2});
        out.write(packed, 10, packed.length - 10);
        assertArrayEquals(CONTENT, unpack(out.toByteArray()));
    }

    @Test
    void refusesWhatIsCutShortAnywhere() throws IOException {
        var packed = TinyData.gzip(CONTENT);
        for (int length : new int[] {5, 10, 100, packed.length - 9, packed.length - 3}) {
            assertComplaint(Arrays.copyOf(packed, length), "cut short");
        }
    }

    @Test
    void refusesBytesThatFollow() throws IOException {
        var packed = TinyData.gzip(CONTENT);
        assertComplaint(Arrays.copyOf(packed, packed.length + 1), "found more bytes");
        assertComplaint(Arrays.copyOf(packed, packed.length + 100_000), "found more bytes");
    }

    @Test
    void refusesDamage() throws IOException {
        var packed = TinyData.gzip(CONTENT);
        packed[packed.length - 8] ^= 1;
        assertComplaint(packed, "damaged gzip data");
        packed[packed.length - 8] ^= 1;
        packed[packed.length / 2] ^= 1;
        assertComplaint(packed, "damaged gzip data");
    }

    @Test
    void refusesWhatIsNoGzip() {
        assertComplaint("<html>".getBytes(), "expected a gzip file that begins 1f 8b, read 3c 68");
        assertComplaint(new byte[0], "read nothing");
    }

    private static byte[] unpack(byte[] packed) throws IOException {
        try (var in = new Gzip(new ByteArrayInputStream(packed), "the.gz")) {
            return in.readAllBytes();
        }
    }

    private static void assertComplaint(byte[] packed, String part) {
        var error = assertThrows(IOException.class, () -> unpack(packed));
        assertTrue(error.getMessage().startsWith("the.gz: "), error.getMessage());
        assertTrue(error.getMessage().contains(part), error.getMessage());
    }
}
