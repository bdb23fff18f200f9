package ai.d2l.internal.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxSetTest {
    private static final byte[] PIXELS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, -1};
    private static final String IMAGES = "train-images-idx3-ubyte";
    private static final String LABELS = "train-labels-idx1-ubyte";

    @TempDir Path folder;

    @BeforeEach
    void writeTwoImages() throws IOException {
        write(IMAGES, TinyData.idx(PIXELS, 2, 2, 3));
        write(LABELS, TinyData.idx(new byte[] {7, 9}, 2));
    }

    @Test
    void readsPlainFiles() throws IOException {
        var set = IdxSet.read(folder, Split.TRAIN);
        assertEquals(2, set.count());
        assertEquals(2, set.rows());
        assertEquals(3, set.columns());
        assertArrayEquals(PIXELS, set.images());
        assertArrayEquals(new byte[] {7, 9}, set.labels());
    }

    @Test
    void readsPackedFiles() throws IOException {
        Files.delete(folder.resolve(IMAGES));
        write(IMAGES + ".gz", TinyData.gzip(TinyData.idx(PIXELS, 2, 2, 3)));
        assertArrayEquals(PIXELS, IdxSet.read(folder, Split.TRAIN).images());
    }

    @Test
    void readsTheTestSplitByItsOwnNames() throws IOException {
        write("t10k-images-idx3-ubyte", TinyData.idx(new byte[] {5}, 1, 1, 1));
        write("t10k-labels-idx1-ubyte", TinyData.idx(new byte[] {3}, 1));
        assertEquals(1, IdxSet.read(folder, Split.TEST).count());
    }

    @Test
    void namesAMissingFile() throws IOException {
        Files.delete(folder.resolve(LABELS));
        assertComplaint(LABELS, "no such file, nor with .gz");
    }

    @Test
    void refusesAPlainFileCutShort() throws IOException {
        write(IMAGES, Arrays.copyOf(TinyData.idx(PIXELS, 2, 2, 3), 20));
        assertComplaint(IMAGES, "promises 12 bytes (2 x 2 x 3), the file holds 4");
    }

    @Test
    void refusesPackedContentCutShort() throws IOException {
        Files.delete(folder.resolve(IMAGES));
        write(IMAGES + ".gz", TinyData.gzip(Arrays.copyOf(TinyData.idx(PIXELS, 2, 2, 3), 20)));
        assertComplaint(IMAGES + ".gz", "promises 12 bytes (2 x 2 x 3), the file holds 4");
    }

    @Test
    void refusesAFileCutShortInItsHeader() throws IOException {
        write(IMAGES, new byte[] {0, 0, 8, 3, 0, 0});
        assertComplaint(IMAGES, "cut short in its header: expected 12 more bytes, read 2");
        write(IMAGES, new byte[0]);
        assertComplaint(IMAGES, "cut short in its header: expected 4 more bytes, read 0");
    }

    @Test
    void refusesWrongMagicTypeAndRank() throws IOException {
        write(IMAGES, "<html><body>Login".getBytes());
        assertComplaint(IMAGES, "begins 00 00 08 03", "read 3c 68 74 6d");
        write(IMAGES, new byte[] {0, 0, 13, 3, 0, 0, 0, 1});
        assertComplaint(IMAGES, "read 00 00 0d 03");
        write(IMAGES, TinyData.idx(PIXELS, 12));
        assertComplaint(IMAGES, "rank 3", "read 00 00 08 01");
    }

    @Test
    void refusesCountsThatDiffer() throws IOException {
        write(LABELS, TinyData.idx(new byte[] {7, 9, 1}, 3));
        assertComplaint(LABELS + " holds 3 labels", IMAGES + " holds 2 images");
    }

    @Test
    void refusesTrailingBytes() throws IOException {
        write(LABELS, TinyData.idx(new byte[] {7, 9, 1}, 2));
        assertComplaint(LABELS, "end of the file after 2 elements", "found more bytes");
    }

    @Test
    void refusesBytesAfterThePackedContent() throws IOException {
        var packed = TinyData.gzip(TinyData.idx(new byte[] {7, 9}, 2));
        Files.delete(folder.resolve(LABELS));
        write(LABELS + ".gz", Arrays.copyOf(packed, packed.length + 1));
        assertComplaint(LABELS + ".gz", "after its gzip data, found more bytes");
    }

    @Test
    void givesArraysOfTheManager() throws IOException {
        write(LABELS, TinyData.idx(new byte[] {7, -1}, 2));
        var set = IdxSet.read(folder, Split.TRAIN);
        try (var manager = EngineSetup.engine().newBaseManager()) {
            var images = set.images(manager);
            assertEquals(new Shape(2, 1, 2, 3), images.getShape());
            assertArrayEquals(PIXELS, images.toByteArray());
            assertArrayEquals(new int[] {7, 255}, set.labels(manager).toIntArray());
        }
    }

    @Test
    void refusesAnEmptySet() throws IOException {
        write(IMAGES, TinyData.idx(new byte[0], 0, 28, 28));
        assertComplaint(IMAGES, "from 1 to 2147483647, read 0 x 28 x 28");
    }

    @Test
    void refusesAbsurdSizesWithoutAllocatingThem() throws IOException {
        write(IMAGES, TinyData.idx(PIXELS, 2_000_000_000, 1, 1));
        assertComplaint(IMAGES, "promises 2000000000 bytes", "the file holds 12");
        write(IMAGES, TinyData.idx(PIXELS, 2_000_000_000, 28, 28));
        assertComplaint(IMAGES, "2000000000 x 28 x 28 bytes, more than one Java array can hold");
        write(IMAGES, TinyData.idx(PIXELS, -1, 28, 28));
        assertComplaint(IMAGES, "read 4294967295 x 28 x 28");
    }

    @Test
    void packedContentThatPromisesTooMuchCostsNoMemory() throws IOException {
        Files.delete(folder.resolve(IMAGES));
        write(IMAGES + ".gz", TinyData.gzip(TinyData.idx(PIXELS, 2_000_000_000, 1, 1)));
        assertComplaint(IMAGES + ".gz", "promises 2000000000 bytes", "the file holds 12");
    }

    private void write(String name, byte[] bytes) throws IOException {
        Files.write(folder.resolve(name), bytes);
    }

    private void assertComplaint(String... parts) {
        var error = assertThrows(IOException.class, () -> IdxSet.read(folder, Split.TRAIN));
        assertFalse(error.getMessage().contains("\n"));
        for (var part : parts) {
            assertTrue(error.getMessage().contains(part), error.getMessage());
        }
    }
}
