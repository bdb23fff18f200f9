package ai.d2l.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.d2l.plot.ImageGrid.Picture;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageGridTest {

    private static final Picture GREY = new Picture(new int[][] {{100, 200}, {0, 255}}, List.of());

    @Test
    void isAsWideAsItsPicturesUpToTheColumns() {
        assertEquals(104, ImageGrid.draw(List.of(GREY), 10).getWidth());
        var seven = ImageGrid.draw(Collections.nCopies(7, GREY), 3);
        assertEquals(3 * 94 + 10, seven.getWidth());
        assertEquals(3 * 94 + 10, seven.getHeight());
    }

    @Test
    void enlargesEachPixel() {
        var grid = ImageGrid.draw(List.of(GREY), 10);
        assertEquals(0xff646464, grid.getRGB(10, 10));
        assertEquals(0xffc8c8c8, grid.getRGB(93, 10));
        assertEquals(0xff000000, grid.getRGB(10, 93));
        assertEquals(0xffffffff, grid.getRGB(93, 93));
    }

    @Test
    void makesRoomForTheLongestCaption() {
        var captioned = new Picture(GREY.pixels(), List.of("coat", "→ bag"));
        assertEquals(134, ImageGrid.draw(List.of(GREY, captioned), 10).getHeight());
    }

    @Test
    void ofNothingIsAPictureAllTheSame() {
        assertEquals(10, ImageGrid.draw(List.of(), 10).getWidth());
    }
}
