import ai.djl.ndarray.*;
import ai.djl.ndarray.types.*;
import java.awt.Color;
import java.awt.Image;
import java.awt.image.*;
import java.io.*;
import java.nio.file.*;
import javax.imageio.ImageIO;

/** A picture made into one of the data set's: light on black, cut to what is there, 28 by 28. */
record OwnPicture(BufferedImage small) {
    private static final int NOISE = 25; // of 255: what is not much lighter than black

    static OwnPicture read(Path file) throws IOException {
        BufferedImage picture = ImageIO.read(file.toFile());
        int width = picture.getWidth();
        int height = picture.getHeight();
        int flip = grey(picture, 0, 0) > 127 ? 255 : 0;
        var light = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int left = width, right = 0, top = height, bottom = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int value = grey(picture, x, y) ^ flip;
                light.setRGB(x, y, value * 0x010101);
                if (value > NOISE) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y);
                }
            }
        }
        int side = Math.max(1, Math.max(right - left, bottom - top) + 1);
        int x = (left + right + 1 - side) / 2;
        int y = (top + bottom + 1 - side) / 2;
        var square = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        square.createGraphics().drawImage(light, -x, -y, null);
        var small = new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB);
        Image scaled = square.getScaledInstance(28, 28, Image.SCALE_AREA_AVERAGING);
        small.createGraphics().drawImage(scaled, 0, 0, null);
        return new OwnPicture(small);
    }

    private static int grey(BufferedImage picture, int x, int y) {
        var color = new Color(picture.getRGB(x, y));
        return (299 * color.getRed() + 587 * color.getGreen() + 114 * color.getBlue()) / 1000;
    }

    void show() {
        Pictures.show(small, "the picture, made small");
    }

    /** Returns the pixels: uint8, (1, 1, 28, 28). */
    NDArray toArray(NDManager manager) {
        byte[] pixels = new byte[784];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) small.getRGB(i % 28, i / 28);
        }
        NDArray array = manager.create(new Shape(1, 1, 28, 28), DataType.UINT8);
        array.set(pixels);
        return array;
    }
}
