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

    /** Shows grey pictures of 28 by 28 in a row: uint8, (n, 1, 28, 28). */
    static void show(NDArray X, String text) {
        int[] pixels = X.toUint8Array();
        var row = new BufferedImage(pixels.length / 28, 28, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < pixels.length; i++) {
            row.setRGB(i / 784 * 28 + i % 28, i / 28 % 28, pixels[i] * 0x010101);
        }
        show(row, text);
    }
}
