package ai.d2l.internal.data;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads a picture from a file, a large one at fewer pixels than it has: DJL's {@link
 * ai.djl.modality.cv.ImageFactory} reads all of it, which for a large photo is more than the heap.
 */
public final class PictureFile {

    /** The longest side that is read in full; what comes of it has 28 pixels. */
    private static final int LARGEST = 1024;

    private PictureFile() {}

    /**
     * Returns the picture in colours without transparency, on white.
     *
     * @throws IOException if there is no such file or it is no picture; the message names it
     */
    public static BufferedImage read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("There is no picture %s".formatted(file.toAbsolutePath()));
        }
        BufferedImage picture;
        try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
            var readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new IOException("it is not a PNG, JPEG, GIF or BMP");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                picture = readSmaller(reader);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            throw new IOException(
                    "%s cannot be read as a picture: %s".formatted(file, e.getMessage()), e);
        }
        boolean inks = picture.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_CMYK;
        return inks ? inLight(picture) : onWhite(picture);
    }

    /** Takes every n-th pixel of a large picture, which may not fit into memory. */
    private static BufferedImage readSmaller(ImageReader reader) throws IOException {
        int longest = Math.max(reader.getWidth(0), reader.getHeight(0));
        int every = Math.max(1, longest / LARGEST);
        var parameters = reader.getDefaultReadParam();
        parameters.setSourceSubsampling(every, every, 0, 0);
        return reader.read(0, parameters);
    }

    /** Each ink takes its share of the white, as other programs have it; Java's own is lighter. */
    private static BufferedImage inLight(BufferedImage inks) {
        var light =
                new BufferedImage(inks.getWidth(), inks.getHeight(), BufferedImage.TYPE_INT_RGB);
        var pixel = new int[4];
        var rgb = new int[3];
        for (int y = 0; y < inks.getHeight(); y++) {
            for (int x = 0; x < inks.getWidth(); x++) {
                inks.getRaster().getPixel(x, y, pixel);
                for (int i = 0; i < 3; i++) {
                    rgb[i] = (255 - pixel[i]) * (255 - pixel[3]) / 255;
                }
                light.getRaster().setPixel(x, y, rgb);
            }
        }
        return light;
    }

    private static BufferedImage onWhite(BufferedImage picture) {
        var opaque =
                new BufferedImage(
                        picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = opaque.createGraphics();
        canvas.drawImage(picture, 0, 0, Color.WHITE, null);
        canvas.dispose();
        return opaque;
    }
}
