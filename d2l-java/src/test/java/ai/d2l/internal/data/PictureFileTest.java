package ai.d2l.internal.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.ChildJvm;
import ai.d2l.internal.draw.Pixels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFileTest {
    @TempDir Path folder;

    /** Prints the size at which the picture that FILE names is read. */
    static final class Read {
        public static void main(String[] args) throws IOException {
            var picture = PictureFile.read(Path.of(System.getenv("FILE")));
            System.out.println(picture.getWidth() + " x " + picture.getHeight());
        }
    }

    @Test
    void readsAPictureThatIsLargerThanTheHeap() throws Exception {
        var file = folder.resolve("large.png");
        // a bit for each pixel: 50 MB
        var picture = new BufferedImage(20_000, 20_000, BufferedImage.TYPE_BYTE_BINARY);
        assertTrue(ImageIO.write(picture, "png", file.toFile()));
        var printed = ChildJvm.run(Read.class, Map.of("FILE", file.toString()), "-Xmx32m");
        assertEquals(List.of("1053 x 1053"), printed);
    }

    @Test
    void readsWhatWeWrite() throws IOException {
        assertReadAsWritten(0x000000, 0x808080, 0xfefefe);
        assertReadAsWritten(0x000000, 0x808080, 0x8000ff);
    }

    private void assertReadAsWritten(int... colours) throws IOException {
        var picture = new BufferedImage(colours.length, 1, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, colours.length, 1, colours, 0, colours.length);
        var file = Files.write(folder.resolve("own.png"), Pixels.png(picture));
        var read = PictureFile.read(file);
        for (int x = 0; x < colours.length; x++) {
            assertEquals(colours[x], read.getRGB(x, 0) & 0xffffff);
        }
    }
}
