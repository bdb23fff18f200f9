package ai.d2l.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ArrayViewTest {

    private final NDManager manager = EngineSetup.engine().newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private static String html(NDArray array) {
        return ArrayView.of(array).html().orElseThrow();
    }

    private static BufferedImage picture(NDArray array) throws IOException {
        String base64 = html(array).replaceAll("(?s).*base64,(.*?)\".*", "$1");
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
    }

    @Test
    void drawsAHugeArrayAtEverySoManiethPixel() throws IOException {
        NDArray huge = manager.arange(1024 * 2048).reshape(1024, 2048);
        assertTrue(html(huge).contains("drawn at every 8. pixel"));
        assertEquals(252 / 2 + 20, picture(huge).getHeight());
        assertTrue((picture(huge).getRGB(255, 130) & 255) > 240, "the last values are the largest");
    }

    @Test
    void drawsColoursAsColours() throws IOException {
        NDArray green = manager.zeros(new Shape(2, 3, 8, 8));
        green.set(new NDIndex(":, 1"), 1);
        assertEquals(0x00ff00, picture(green).getRGB(50, 50) & 0xffffff);
        assertEquals(0x00ff00, picture(green.get(0)).getRGB(50, 50) & 0xffffff);
    }

    @Test
    void saysThatAStripIsNotDrawn() {
        String strip = html(manager.zeros(new Shape(10_000, 8)));
        assertTrue(strip.contains("too long a strip to be drawn: 10,000 by 8"), strip);
        assertFalse(html(manager.zeros(new Shape(3, 4))).contains("strip"));
    }
}
