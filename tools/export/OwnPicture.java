import ai.djl.ndarray.*;
import ai.djl.ndarray.types.*;
import java.awt.Image;
import java.awt.Rectangle;
import java.awt.image.*;
import java.io.*;
import java.nio.file.*;
import java.util.*;
import javax.imageio.ImageIO;

/** A picture made into one of the data set's: light on black, cut to what is there, 28 by 28. */
record OwnPicture(BufferedImage small) {
    static OwnPicture read(Path file) throws IOException {
        BufferedImage picture = ImageIO.read(file.toFile());
        int negative = grey(picture.getRGB(0, 0)) > 127 ? 255 : 0; // as the corner is
        var content = new Rectangle(-1, -1);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int value = grey(picture.getRGB(x, y)) ^ negative;
                picture.setRGB(x, y, 0xff000000 | value * 0x010101);
                if (value > 25) { // of 255
                    content.add(new Rectangle(x, y, 1, 1));
                }
            }
        }
        int side = Math.max(content.width, content.height);
        var square = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        int left = (side - content.width) / 2 - content.x;
        int top = (side - content.height) / 2 - content.y;
        square.createGraphics().drawImage(picture, left, top, null);
        var small = new BufferedImage(28, 28, BufferedImage.TYPE_INT_RGB);
        Image mean = square.getScaledInstance(28, 28, Image.SCALE_AREA_AVERAGING);
        small.createGraphics().drawImage(mean, 0, 0, null);
        return new OwnPicture(small);
    }

    private static int grey(int rgb) {
        return (299 * (rgb >> 16 & 255) + 587 * (rgb >> 8 & 255) + 114 * (rgb & 255)) / 1000;
    }

    void show() {
        Pictures.show(small, "the picture, made small");
    }

    NDArray toArray(NDManager manager) {
        int[] rgb = small.getRGB(0, 0, 28, 28, null, 0, 28);
        int[] grey = Arrays.stream(rgb).map(pixel -> pixel & 255).toArray();
        return manager.create(grey, new Shape(1, 1, 28, 28)).toType(DataType.UINT8, false);
    }
}
