package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.draw.Numbers;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {

    private final Random random = new Random(1);
    private final float[][] picture = noise(28, 28);
    private final float[][] kernel = noise(5, 5);
    private final float[][] map = correlation();

    private float[][] noise(int height, int width) {
        var noise = new float[height][width];
        IntStream.range(0, height * width)
                .forEach(i -> noise[i / width][i % width] = random.nextFloat() - 0.5f);
        return noise;
    }

    private float[][] correlation() {
        var sums = new float[24][24];
        for (int i = 0; i < 24 * 24 * 25; i++) {
            int at = i / 25;
            int y = i % 25 / 5;
            int x = i % 5;
            sums[at / 24][at % 24] += picture[at / 24 + y][at % 24 + x] * kernel[y][x];
        }
        return sums;
    }

    @Test
    void showsTheMapPixelByPixelInASmallSvgAndAPng() throws Exception {
        Map<String, String> shown = SlidingWindow.rendering(picture, kernel, map).mimeBundle();
        byte[] svg = shown.get("image/svg+xml").getBytes(StandardCharsets.UTF_8);
        assertTrue(svg.length < 12_000, () -> svg.length + " bytes");
        assertTrue(shown.containsKey("image/png"));
        var images =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(svg))
                        .getElementsByTagName("image");
        String png = images.item(2).getAttributes().getNamedItem("href").getNodeValue();
        byte[] bytes = Base64.getDecoder().decode(png.substring(png.indexOf(',') + 1));
        BufferedImage pixels = ImageIO.read(new ByteArrayInputStream(bytes));
        var range =
                Arrays.stream(Numbers.of(map)).flatMapToDouble(Arrays::stream).summaryStatistics();
        for (int i = 0; i < 24 * 24; i++) {
            double place =
                    (map[i / 24][i % 24] - range.getMin()) / (range.getMax() - range.getMin());
            assertEquals(255 * place, pixels.getRGB(i % 24, i / 24) & 0xff, 0.51);
        }
    }

    @Test
    void saysInWordsWhatIsSeen() {
        float[][] one = {{1, 2}, {3, 4}};
        float[][] weight = {{-1}};
        float[][] minus = {{-1, -2}, {-3, -4}};
        assertEquals(
                List.of(
                        "a 1×1 window moves over a picture of 2×2 and fills a map of 2×2: black -4, white -1"),
                Printed.by(() -> SlidingWindow.show(one, weight, minus)));
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertEquals(
                "the size of the kernel is 28×28: it takes at most that of the picture, 5×5",
                whyNot(kernel, picture, map));
        assertEquals(
                "the size of the map is 28×28: it takes 24×24, the places of a 5×5 window in a picture of 28×28",
                whyNot(picture, kernel, picture));
        assertEquals(
                "a row of the kernel is 1: it takes as many values as the first, 2",
                whyNot(picture, new float[][] {{1, 2}, {3}}, map));
        assertEquals(
                "the size of the picture is 0: it takes 1×1 or more",
                whyNot(new float[0][], kernel, map));
        assertEquals(
                "the size of the picture is 225×1: it takes up to 224×224",
                whyNot(new float[225][1], new float[1][1], new float[225][1]));
    }

    private static String whyNot(float[][] picture, float[][] kernel, float[][] map) {
        return assertThrows(
                        IllegalArgumentException.class,
                        () -> SlidingWindow.show(picture, kernel, map))
                .getMessage();
    }
}
