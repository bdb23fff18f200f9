package ai.d2l.internal.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.ChildJvm;
import java.awt.image.BufferedImage;
import java.io.IOException;
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
}
