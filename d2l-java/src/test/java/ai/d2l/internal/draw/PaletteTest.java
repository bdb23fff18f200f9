package ai.d2l.internal.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class PaletteTest {

    @Test
    void keepsEveryPixelOfAGreyPicture() {
        BufferedImage grey = picture(i -> i % 256 * 0x010101);
        BufferedImage indexed = Palette.of(grey);
        assertEquals(0, largestDifference(grey, indexed));
        assertTrue(Pixels.png(grey).length < 256 * 256 / 2);
    }

    @Test
    void takesANearShadeWhereThereAreMoreColours() {
        BufferedImage shades = picture(i -> i % 70 == 0 ? i / 70 % 256 : 0xFFFFFF);
        assertEquals(1, largestDifference(shades, Palette.of(shades)));
    }

    @Test
    void leavesAPhotographAsItIs() {
        BufferedImage photograph = picture(i -> i * 251);
        assertSame(photograph, Palette.of(photograph));
    }

    private static BufferedImage picture(IntUnaryOperator colour) {
        var picture = new BufferedImage(256, 256, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 256 * 256; i++) {
            picture.setRGB(i % 256, i / 256, colour.applyAsInt(i));
        }
        return picture;
    }

    private static int largestDifference(BufferedImage a, BufferedImage b) {
        int largest = 0;
        for (int i = 0; i < 256 * 256; i++) {
            for (int shift = 0; shift < 24; shift += 8) {
                int one = a.getRGB(i % 256, i / 256) >> shift & 0xFF;
                int other = b.getRGB(i % 256, i / 256) >> shift & 0xFF;
                largest = Math.max(largest, Math.abs(one - other));
            }
        }
        return largest;
    }
}
