package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.data.TinyData;
import ai.d2l.internal.engine.EngineSetup;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionMnistTest {

    private static final int PIXELS = 28 * 28;
    private static final int IMAGES_HEADER = 16;
    private static final int LABELS_HEADER = 8;

    private static FashionMnist data;

    @BeforeAll
    static void load() throws IOException {
        data = sample(7);
    }

    @AfterAll
    static void close() {
        data.close();
    }

    private static FashionMnist sample(long seed) throws IOException {
        return FashionMnist.builder()
                .optFolder(Path.of("sample"))
                .optDevice(Device.cpu())
                .optSeed(seed)
                .build();
    }

    /** The bytes of a file of the sample, by the JDK's own means. */
    private static byte[] file(String name) throws IOException {
        String resource = "/ai/d2l/internal/data/sample/" + name + ".gz";
        try (var in = new GZIPInputStream(FashionMnistTest.class.getResourceAsStream(resource))) {
            return in.readAllBytes();
        }
    }

    private static int[] labels(Iterable<Batch> pass) {
        var labels = new int[0];
        for (Batch batch : pass) {
            try (batch) {
                int[] more = batch.getLabels().head().toIntArray();
                int before = labels.length;
                labels = Arrays.copyOf(labels, before + more.length);
                System.arraycopy(more, 0, labels, before, more.length);
            }
        }
        return labels;
    }

    @Test
    void holdsPicturesAndLabelsAsBytesAndNumbers() {
        assertEquals(new Shape(2000, 1, 28, 28), data.trainImages().getShape());
        assertEquals(new Shape(1000, 1, 28, 28), data.testImages().getShape());
        assertEquals(DataType.UINT8, data.trainImages().getDataType());
        assertEquals(new Shape(2000), data.trainLabels().getShape());
        assertEquals(DataType.INT32, data.testLabels().getDataType());
        assertEquals("sample", data.source());
    }

    @Test
    void bringsTheTestSetInOrderByteForByte() throws IOException {
        byte[] images = file("t10k-images-idx3-ubyte");
        byte[] labels = file("t10k-labels-idx1-ubyte");
        int example = 0;
        for (Batch batch : data.testIter(300)) {
            float[] x = batch.getData().head().toFloatArray();
            int[] y = batch.getLabels().head().toIntArray();
            for (int i = 0; i < x.length; i++) {
                int expected = images[IMAGES_HEADER + example * PIXELS + i] & 0xff;
                assertEquals(expected / 255f, x[i], 1e-7f);
            }
            for (int label : y) {
                assertEquals(labels[LABELS_HEADER + example++], label);
            }
            batch.close();
        }
        assertEquals(1000, example);
    }

    @Test
    void bringsAMinibatchThatANetTakes() {
        try (Batch batch = data.trainIter(256).iterator().next()) {
            NDArray X = batch.getData().head();
            assertEquals(new Shape(256, 1, 28, 28), X.getShape());
            assertEquals(DataType.FLOAT32, X.getDataType());
            assertEquals(0, X.min().getFloat());
            assertEquals(1, X.max().getFloat());
            assertEquals(new Shape(256), batch.getLabels().head().getShape());
        }
    }

    @Test
    void bringsEachTrainingExampleOnce() throws IOException {
        byte[] file = file("train-labels-idx1-ubyte");
        var expected = new int[10];
        for (int i = LABELS_HEADER; i < file.length; i++) {
            expected[file[i]]++;
        }
        var counts = new int[10];
        for (int label : labels(data.trainIter(300))) {
            counts[label]++;
        }
        assertEquals(Arrays.toString(expected), Arrays.toString(counts));
    }

    @Test
    void shufflesTheTrainingSetBySeedAndPass() throws IOException {
        var trainIter = data.trainIter(300);
        String first = Arrays.toString(labels(trainIter));
        assertNotEquals(first, Arrays.toString(labels(trainIter)));
        try (var same = sample(7);
                var other = sample(8)) {
            assertEquals(first, Arrays.toString(labels(same.trainIter(50))));
            assertNotEquals(first, Arrays.toString(labels(other.trainIter(300))));
        }
    }

    @Test
    void refusesMinibatchesOfNothing() {
        var error = assertThrows(IllegalArgumentException.class, () -> data.trainIter(0));
        assertEquals("batchSize is 0: it takes a whole number from 1", error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> data.testIter(-1));
    }

    @Test
    void namesTheClasses() {
        try (var manager = NDManager.newBaseManager()) {
            NDArray y = manager.create(new int[] {0, 9, 2, 10});
            assertEquals(
                    List.of("t-shirt", "ankle boot", "pullover", "10"), FashionMnist.labelNames(y));
            assertEquals(List.of("bag"), FashionMnist.labelNames(manager.create(new float[] {8})));
        }
    }

    @Test
    void hasNoNamesForTheClassesOfAnotherSet(@TempDir Path folder) throws IOException {
        TinyData.writePackedInto(folder);
        try (var other = FashionMnist.builder().optFolder(folder).build();
                Batch batch = other.testIter(2).iterator().next();
                var manager = NDManager.newBaseManager()) {
            NDArray predicted = manager.create(new int[] {1, 2});
            NDArray y = batch.getLabels().head().mul(0);
            NDArray X = batch.getData().head();
            assertEquals(List.of("0", "0"), FashionMnist.labelNames(y));
            assertEquals(
                    List.of("0 → 1, 0 → 2"), Printed.by(() -> FashionMnist.show(X, y, predicted)));
            assertFalse(other.hasLabelNames());
            assertTrue(data.hasLabelNames());
        }
    }

    @Test
    void showsGreyPicturesWithOneClassNumberEach() {
        NDArray X = data.testImages().get("0:3");
        NDArray y = data.testLabels().get("0:2");
        var error = assertThrows(IllegalArgumentException.class, () -> FashionMnist.show(X, y));
        assertEquals(
                "y is of shape (2): it takes a class number for each picture, of shape (3)",
                error.getMessage());
        NDArray three = data.testLabels().get("0:3");
        error = assertThrows(IllegalArgumentException.class, () -> FashionMnist.show(X, three, y));
        assertTrue(error.getMessage().startsWith("yHat is of shape (2)"), error.getMessage());
        NDArray colours = X.repeat(1, 3);
        error = assertThrows(IllegalArgumentException.class, () -> FashionMnist.show(colours, y));
        assertEquals(
                "X is of shape (3, 3, 28, 28): it takes grey pictures of shape (n, 1, height, width)",
                error.getMessage());
    }

    @Test
    void drawsPicturesInRowsOfTen() {
        var captions = Collections.nCopies(12, "coat\n→ bag");
        // pictures of 84 with gaps of 10, each below two lines of 15
        var grid = Images.of(data.testImages().get(":12")).captions(captions).draw();
        assertEquals(10 * 94 + 10, grid.getWidth());
        assertEquals(2 * (30 + 94) + 10, grid.getHeight());
    }

    @Test
    void drawsThePixelsOfAPictureWhetherBytesOrFloats() {
        NDArray X = data.testImages().get("0:1");
        NDArray asFloats = X.toType(DataType.FLOAT32, true);
        var bytes = Images.of(X).size(84).draw();
        var floats = Images.of(asFloats.div(255)).size(84).draw();
        float[] pixels = asFloats.toFloatArray();
        for (int i = 0; i < PIXELS; i++) {
            // each pixel is drawn as 3 by 3
            int x = 10 + i % 28 * 3 + 1;
            int y = 10 + i / 28 * 3 + 1;
            assertEquals((int) pixels[i], bytes.getRGB(x, y) & 0xff);
            assertEquals(bytes.getRGB(x, y), floats.getRGB(x, y));
        }
    }

    @Test
    void saysWhatItWouldShowOutsideANotebook() {
        NDArray X = data.testImages().get("0:2");
        NDArray y = X.getManager().create(new int[] {9, 2});
        NDArray yHat = X.getManager().create(new int[] {9, 6});
        assertEquals(List.of("ankle boot, pullover"), Printed.by(() -> FashionMnist.show(X, y)));
        assertEquals(
                List.of("ankle boot → ankle boot, pullover → shirt"),
                Printed.by(() -> FashionMnist.show(X, y, yHat)));
    }

    @Test
    void cannotBeUsedOnceClosed() throws IOException {
        var closed = sample(0);
        var iterator = closed.testIter(10).iterator();
        closed.close();
        closed.close();
        assertTrue(closed.trainImages().isReleased());
        assertThrows(IllegalStateException.class, iterator::next);
    }

    @Test
    void namesAFolderWithoutTheFiles() {
        var builder = FashionMnist.builder().optFolder(Path.of("/no/such/folder"));
        var error = assertThrows(IllegalArgumentException.class, builder::build);
        assertTrue(error.getMessage().startsWith("/no/such/folder is not a folder"));
    }

    /** Prints why the data set does not fit. */
    static final class LoadInVain {
        public static void main(String[] args) throws IOException {
            try {
                FashionMnist.load().close();
            } catch (OutOfMemoryError e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void saysWhatHelpsWhereTheHeapIsTooSmall(@TempDir Path folder) throws Exception {
        TinyData.writeAsManyAsTheRealOne(folder);
        var lines =
                ChildJvm.run(
                        LoadInVain.class,
                        Map.of("D2L_DATA", folder.toString()),
                        "-Xmx64m",
                        "-Dd2l.engine=" + EngineSetup.engine().getEngineName());
        assertEquals(
                "Java's heap of 61 MiB is too small for the data set: start Java with -Xmx512m, a"
                        + " kernel by D2L_HEAP=512m make lab",
                lines.get(lines.size() - 1).replaceFirst("of \\d+ MiB", "of 61 MiB"));
    }
}
