package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnPictureTest {

    @TempDir Path folder;

    /** A bar in the middle of a ground, a fifth as wide as it is high. */
    private Path bar(String type, int imageType, int width, int height, Color ground, Color bar)
            throws IOException {
        var picture = new BufferedImage(width, height, imageType);
        Graphics2D canvas = picture.createGraphics();
        canvas.setColor(ground);
        canvas.fillRect(0, 0, width, height);
        canvas.setColor(bar);
        int side = Math.min(width, height) / 2;
        canvas.fillRect((width - side / 5) / 2, (height - side) / 2, side / 5, side);
        canvas.dispose();
        Path file = folder.resolve("bar." + type);
        assertTrue(ImageIO.write(picture, type, file.toFile()));
        return file;
    }

    private static int[][] pixels(Path file) throws IOException {
        try (var manager = EngineSetup.engine().newBaseManager();
                NDArray array = OwnPicture.read(file).toArray(manager)) {
            assertEquals(new Shape(1, 1, 28, 28), array.getShape());
            assertEquals(DataType.UINT8, array.getDataType());
            int[] values = array.toType(DataType.INT32, true).toIntArray();
            int[][] rows = new int[28][];
            Arrays.setAll(rows, y -> Arrays.copyOfRange(values, 28 * y, 28 * y + 28));
            return rows;
        }
    }

    private static void requireBar(int[][] pixels, int brightness) {
        for (int[] row : pixels) {
            assertEquals(brightness, row[14], 12);
            assertEquals(0, row[2], 12);
            assertEquals(0, row[25], 12);
        }
    }

    @Test
    void aDarkThingOnWhiteBecomesLightOnBlackAndFillsTheHeight() throws IOException {
        int type = BufferedImage.TYPE_INT_RGB;
        requireBar(pixels(bar("png", type, 300, 200, Color.WHITE, Color.BLACK)), 255);
        requireBar(pixels(bar("jpg", type, 200, 300, Color.WHITE, new Color(55, 55, 55))), 200);
    }

    @Test
    void aLightThingOnBlackStaysAsItIs() throws IOException {
        int type = BufferedImage.TYPE_BYTE_GRAY;
        requireBar(pixels(bar("png", type, 90, 90, Color.BLACK, Color.WHITE)), 255);
        requireBar(
                pixels(bar("bmp", BufferedImage.TYPE_INT_RGB, 20, 20, Color.BLACK, Color.WHITE)),
                255);
    }

    /** A picture in inks as programs write it, which is with their numbers turned round. */
    private Path inks(int... inks) throws IOException {
        var raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 90, 90, 4, null);
        for (int i = 0; i < 90 * 90; i++) {
            boolean bar = i % 90 >= 40 && i % 90 < 50 && i / 90 >= 20 && i / 90 < 70;
            raster.setPixel(i % 90, i / 90, bar ? inks : new int[] {255, 255, 255, 255});
        }
        Path file = folder.resolve("inks.jpg");
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(new IIOImage(raster, null, null));
        }
        return file;
    }

    @Test
    void inksBecomeTheGreyThatTheirColourHas() throws IOException {
        requireBar(pixels(inks(55, 55, 55, 255)), 200);
        requireBar(pixels(inks(255, 255, 255, 55)), 200);
    }

    @Test
    void whatIsTransparentIsGround() throws IOException {
        int type = BufferedImage.TYPE_INT_ARGB;
        var nothing = new Color(0, 0, 0, 0);
        requireBar(pixels(bar("png", type, 300, 200, nothing, Color.BLACK)), 255);
    }

    @Test
    void aHugePictureIsReadAtFewerPixels() throws IOException {
        int type = BufferedImage.TYPE_BYTE_BINARY;
        requireBar(pixels(bar("png", type, 20_000, 16_000, Color.WHITE, Color.BLACK)), 255);
    }

    @Test
    void aPictureOfNothingAndOneOfASinglePixelAreBlack() throws IOException {
        int type = BufferedImage.TYPE_INT_RGB;
        for (int size : new int[] {1, 50}) {
            int[][] pixels = pixels(bar("png", type, size, size, Color.WHITE, Color.WHITE));
            assertArrayEquals(new int[28], pixels[14]);
        }
    }

    @Test
    void showsEveryStep() throws IOException {
        var picture =
                OwnPicture.read(
                        bar("png", BufferedImage.TYPE_INT_RGB, 300, 200, Color.WHITE, Color.BLACK));
        assertEquals(
                "the picture step by step: grey 200 × 300, negative 200 × 300, cut 100 × 20,"
                        + " made small 28 × 28",
                Printed.by(picture::show).get(0));
    }

    @Test
    void aStripDoesNotFadeAway() throws IOException {
        var strip = new BufferedImage(2000, 40, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 2000; x++) {
            strip.setRGB(x, 20, 0xffffff);
        }
        Path file = folder.resolve("strip.png");
        ImageIO.write(strip, "png", file.toFile());
        int[][] pixels = pixels(file);
        assertEquals(255, Arrays.stream(pixels).mapToInt(row -> row[14]).max().orElseThrow(), 30);
        var said = Printed.by(OwnPicture.read(file)::show).get(0);
        assertTrue(said.contains("cut 1 × 2000, thickened 143 × 2000, made small"), said);
    }

    @Test
    void namesWhatIsNoPicture() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.png"), "not a picture");
        assertEquals(
                text + " cannot be read as a picture: it is not a PNG, JPEG, GIF or BMP",
                whyNot(text));
        Path missing = folder.resolve("missing.png");
        assertEquals("There is no picture " + missing, whyNot(missing));
        assertTrue(whyNot(folder).startsWith("There is no picture"));
    }

    @Test
    void namesAPictureThatIsCutShort() throws IOException {
        Path file = bar("png", BufferedImage.TYPE_INT_RGB, 300, 200, Color.WHITE, Color.BLACK);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, 60));
        assertTrue(whyNot(file).startsWith(file + " cannot be read as a picture: "));
    }

    private static String whyNot(Path file) {
        return assertThrows(IOException.class, () -> OwnPicture.read(file)).getMessage();
    }
}
