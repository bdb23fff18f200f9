import ai.djl.ndarray.*;
import java.awt.image.*;
import java.io.*;
import java.nio.file.*;
import javax.imageio.ImageIO;

/** Writes what a notebook would show into pictures/1.png, pictures/2.png and so on. */
final class Pictures {
    private static int count;

    static void show(BufferedImage picture, String text) {
        try {
            Path file = Files.createDirectories(Path.of("pictures")).resolve(++count + ".png");
            ImageIO.write(picture, "png", file.toFile());
            System.out.println(file + ": " + text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shows grey pictures in a row: uint8, (n, 1, height, width). */
    static void show(NDArray X, String text) {
        int n = (int) X.getShape().get(0);
        int height = (int) X.getShape().get(2);
        int width = (int) X.getShape().get(3);
        int[] pixels = X.toUint8Array();
        var row = new BufferedImage(n * width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < pixels.length; i++) {
            int x = i / (height * width) * width + i % width;
            row.setRGB(x, i / width % height, pixels[i] * 0x010101);
        }
        show(row, text);
    }
}
