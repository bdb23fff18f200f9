package ai.d2l.internal.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class FigureTest {

    private static final int WHITE = 0xFFFFFFFF;

    private static Panel panel(String name, double... y) {
        var axes = new Axes(new Axes.Axis("x", "x").spanning(0, 2), new Axes.Axis("y", name));
        double[] x = IntStream.range(0, y.length).asDoubleStream().toArray();
        return new Panel(axes, List.of(Series.line(name, x, y)), 0);
    }

    /** Returns the column of the line at the left of a plot. */
    private static int yAxis(BufferedImage picture, int top) {
        return IntStream.range(0, picture.getWidth())
                .filter(
                        x ->
                                IntStream.range(top, top + 50)
                                        .allMatch(y -> picture.getRGB(x, y) != WHITE))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void putsPanelsInLineHoweverLongTheirNumbersAre() throws IOException {
        var flat = panel("accuracy", 0.0961, 0.0963, 0.0966);
        var figure = new Figure("", List.of(panel("loss", 1, 2, 3), flat));
        var picture = ImageIO.read(new ByteArrayInputStream(figure.png()));
        assertEquals(yAxis(picture, 50), yAxis(picture, 250));
    }
}
