package ai.d2l.internal.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.draw.ImageGrid.Picture;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImageGridTest {

    private static final Picture GREY = picture(new int[][] {{100, 200}, {0, 255}});

    private static Picture picture(int[]... pixels) {
        return new Picture(new GreyPicture(pixels).image(), List.of());
    }

    @Test
    void isAsWideAsItsPicturesUpToTheColumns() {
        assertEquals(104, ImageGrid.draw(List.of(GREY), 10, 84).getWidth());
        var seven = ImageGrid.draw(Collections.nCopies(7, GREY), 3, 84);
        assertEquals(3 * 94 + 10, seven.getWidth());
        assertEquals(3 * 94 + 10, seven.getHeight());
    }

    @Test
    void enlargesEachPixel() {
        var grid = ImageGrid.draw(List.of(GREY), 10, 84);
        assertEquals(0xff646464, grid.getRGB(10, 10));
        assertEquals(0xffc8c8c8, grid.getRGB(93, 10));
        assertEquals(0xff000000, grid.getRGB(10, 93));
        assertEquals(0xffffffff, grid.getRGB(93, 93));
    }

    @Test
    void keepsTheProportions() {
        var wide = picture(new int[1][10]);
        assertEquals(8 + 20, ImageGrid.draw(List.of(wide), 10, 84).getHeight());
        assertEquals(104, ImageGrid.draw(List.of(wide), 10, 84).getWidth());
    }

    @Test
    void passesOverNothingInAHugePicture() {
        int[][] lines = new int[4000][400];
        for (int y = 0; y < lines.length; y += 50) {
            Arrays.fill(lines[y], 255);
        }
        BufferedImage small = ImageGrid.fit(new GreyPicture(lines).image(), 84);
        assertEquals(84, small.getHeight());
        double mean =
                IntStream.range(0, 84).map(y -> small.getRGB(4, y) & 255).average().orElseThrow();
        assertEquals(255 / 50.0, mean, 1);
        assertTrue(small.getWidth() == 8);
    }

    @Test
    void drawsAStripAtOnePixelAtLeast() {
        assertEquals(1, ImageGrid.fit(picture(new int[1][100_000]).image(), 84).getHeight());
    }

    @Test
    void makesRoomForTheLongestCaption() {
        var captioned = new Picture(GREY.image(), List.of("coat", "→ bag"));
        assertEquals(134, ImageGrid.draw(List.of(GREY, captioned), 10, 84).getHeight());
    }

    @Test
    void ofNothingIsAPictureAllTheSame() {
        assertEquals(10, ImageGrid.draw(List.of(), 10, 84).getWidth());
    }
}
