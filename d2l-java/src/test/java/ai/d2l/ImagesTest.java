package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesTest {

    private final NDManager manager = EngineSetup.engine().newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** Red at the left, green at the right; shape (3, 1, 2). */
    private NDArray redAndGreen() {
        return manager.create(new float[] {1, 0, 0, 1, 0, 0}, new Shape(3, 1, 2));
    }

    private static int pixel(Images images, int x) {
        return images.size(84).draw().getRGB(x, 11) & 0xffffff;
    }

    @Test
    void drawColoursAsColours() {
        var images = Images.of(redAndGreen());
        assertEquals(0xff0000, pixel(images, 11));
        assertEquals(0x00ff00, pixel(images, 90));
        assertEquals("1 picture of 1 × 2", images.toString());
    }

    @Test
    void takeChannelsFirstOrLast() {
        var last =
                manager.create(
                        new float[] {1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0}, new Shape(1, 2, 2, 3));
        assertEquals(0x00ff00, pixel(Images.of(last), 90));
        assertEquals(0xff0000, pixel(Images.of(last.get(0)), 11));
    }

    @Test
    void drawBytesAndUnitsAsTheyAreAndOthersFromTheLeastToTheLargest() {
        var grey = manager.create(new float[] {0.2f, 0.4f}, new Shape(1, 2));
        assertEquals(0x333333, pixel(Images.of(grey), 11));
        var bytes = manager.create(new Shape(1, 2), DataType.UINT8);
        bytes.set(new byte[] {51, 102});
        assertEquals(0x333333, pixel(Images.of(bytes), 11));
        var wide = Images.of(grey.mul(10).sub(3));
        assertEquals(0x000000, pixel(wide, 11));
        assertEquals("1 picture of 1 × 2; values from -1 to 1", wide.toString());
    }

    @Test
    void drawEachMapToItsOwnScale() {
        var maps = manager.create(new float[] {0, 1, 0, 1000}, new Shape(2, 1, 2));
        var drawn = Images.maps(maps).draw();
        int second = 10 + 94 + 80;
        assertEquals(0xffffff, drawn.getRGB(90, 30) & 0xffffff);
        assertEquals(0xffffff, drawn.getRGB(second, 30) & 0xffffff);
        assertEquals("0, 1; values from 0 to 1,000", Images.maps(maps).toString());
    }

    @Test
    void drawAHeatMapWithItsBar() {
        var matrix = manager.create(new float[] {-1, 0, 1, Float.NaN}, new Shape(2, 2));
        var map = Images.heatMap(matrix);
        assertEquals("heat map of 2 × 2; from -1 (dark) to 1 (light)", map.toString());
        var drawn = map.draw();
        assertEquals(0x440154, drawn.getRGB(12, 12) & 0xffffff);
        assertEquals(0xFDE725, drawn.getRGB(12, 320) & 0xffffff);
        assertEquals(0xD55E00, drawn.getRGB(320, 320) & 0xffffff);
        assertEquals(0xFDE725, drawn.getRGB(10 + 320 + 14, 10) & 0xffffff);
    }

    @Test
    void drawKernelsToOneScaleAroundZero() {
        var weights = manager.create(new float[] {-2, 0, 1, 2}, new Shape(2, 1, 1, 2));
        var kernels = Images.kernels(weights);
        assertEquals("0, 1; from -2 (blue) over 0 (white) to 2 (red)", kernels.toString());
        var drawn = kernels.draw();
        assertEquals(0x2166AC, drawn.getRGB(12, 30) & 0xffffff);
        assertEquals(0xFFFFFF, drawn.getRGB(90, 30) & 0xffffff);
        assertEquals(0xD98C95, drawn.getRGB(10 + 94 + 2, 30) & 0xffffff);
        assertEquals(0xB2182B, drawn.getRGB(10 + 94 + 80, 30) & 0xffffff);
        var deep = manager.zeros(new Shape(16, 6, 5, 5));
        assertThrows(IllegalArgumentException.class, () -> Images.kernels(deep));
        assertEquals(
                "0, 1, 2, 3, 4, 5; from 0 (blue) over 0 (white) to 0 (red)",
                Images.kernels(deep.get(0)).toString());
    }

    @Test
    void drawAMatrixWithItsNames() {
        var counts = manager.create(new int[][] {{9, 0, 1}, {0, 10, 0}});
        var names = List.of("bag", "coat");
        var matrix = Images.matrix(counts, names, List.of("bag", "coat", "shirt"));
        assertEquals(
                "matrix of 2 × 3; columns bag, coat, shirt; bag 9 0 1; coat 0 10 0",
                matrix.toString());
        var drawn = matrix.draw();
        int left = 10 + 35;
        int top = 10 + 24;
        assertEquals(0xFFFFFF, drawn.getRGB(left + 46 + 3, top + 3) & 0xffffff);
        assertEquals(0x08306B, drawn.getRGB(left + 46 + 3, top + 24 + 3) & 0xffffff);
        assertEquals(
                "the matrix's shape is (2, 3): it takes (2, 2), one value for each pair of names",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Images.matrix(counts, names, names))
                        .getMessage());
    }

    @Test
    void sayHowManyAreNotDrawn() {
        var many = Images.of(manager.zeros(new Shape(1000, 1, 2, 2)));
        assertEquals("1,000 pictures of 2 × 2; the first 200 are drawn", many.toString());
        assertEquals(20 * 94 + 10, many.draw().getHeight());
    }

    @Test
    void refuseWhatIsNoPicture() {
        assertEquals(
                "An array of shape (2, 16, 8, 8) is no picture: that takes (height, width) or (n,"
                        + " channels, height, width) with 1 or 3 channels; Images.maps(X.get(0))"
                        + " shows maps",
                whyNot(manager.zeros(new Shape(2, 16, 8, 8))));
        assertTrue(whyNot(manager.zeros(new Shape(5))).contains("(5) is no picture"));
        assertTrue(whyNot(manager.create(new Shape(0, 3))).contains("at least one value"));
        NDArray closed = redAndGreen();
        closed.close();
        assertEquals("The array is closed: its values are gone", whyNot(closed));
        var one = Images.of(redAndGreen());
        assertThrows(IllegalArgumentException.class, () -> one.captions("a", "b"));
        assertThrows(IllegalArgumentException.class, () -> one.columns(0));
        assertThrows(IllegalArgumentException.class, () -> Images.heatMap(redAndGreen()));
        var batch = manager.zeros(new Shape(2, 4, 8, 8));
        assertThrows(IllegalArgumentException.class, () -> Images.maps(batch));
    }

    private static String whyNot(NDArray array) {
        return assertThrows(IllegalArgumentException.class, () -> Images.of(array)).getMessage();
    }

    @Test
    void areSavedAndPrinted(@TempDir Path folder) throws IOException {
        var images = Images.of(redAndGreen()).captions("red\nand green");
        assertEquals(List.of("red and green"), Printed.by(images::show));
        images.save(folder.resolve("a.png"));
        assertNotEquals(0, ImageIO.read(folder.resolve("a.png").toFile()).getWidth());
    }

    @Test
    void showTheFirstInRowsWithTitles() {
        var three = manager.zeros(new Shape(3, 2, 2)); // three grey ones, and no colours
        var titles = List.of("a", "b");
        assertEquals(List.of("a, b"), Printed.by(() -> Images.showImages(three, 1, 2, titles)));
        var colours = manager.zeros(new Shape(3, 3, 2, 2));
        assertEquals(
                List.of("3 pictures of 2 × 2"),
                Printed.by(() -> Images.showImages(colours, 3, 1, List.of())));
    }

    @Test
    void showNoMoreThanThereAre() {
        var three = manager.zeros(new Shape(3, 1, 2, 2));
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Images.showImages(three, 2, 2, List.of()));
        assertEquals(
                "the number of pictures is 3: it takes rows times columns or more, 4",
                error.getMessage());
    }
}
