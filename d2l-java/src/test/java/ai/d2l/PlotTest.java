package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.draw.Series;
import ai.d2l.internal.engine.EngineSetup;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class PlotTest {

    private final double[] x = {1, 2, 3};

    private static String whyNot(Executable plot) {
        return assertThrows(IllegalArgumentException.class, plot).getMessage();
    }

    @Test
    void saysInWordsWhatIsSeen() {
        var plot = Plot.lines(x, new double[] {4, 5, 6}, x).legend("a", "b").title("two");
        assertEquals(
                "plot: two: a 3 points, y from 4 to 6; b 3 points, y from 1 to 3", plot.toString());
        assertEquals(
                List.of("plot: 201 points, y from 0 to 4"),
                Printed.by(() -> Plot.function(0, 2, a -> a * a).show()));
        assertEquals("plot: 2 bars, y from 0 to 7", Plot.bars(List.of("a", "b"), 3, 7).toString());
    }

    @Test
    void takesFloatsAndArraysAsDoubles() {
        float[] floats = {1, 2, 3};
        String words = Plot.lines(x, x).toString();
        assertEquals(words, Plot.lines(floats, floats).toString());
        try (NDManager manager = EngineSetup.engine().newBaseManager()) {
            var array = manager.create(floats);
            assertEquals(words, Plot.lines(array, array).toString());
            assertEquals(Plot.scatter(x, x).toString(), Plot.scatter(array, array).toString());
            array.close();
            assertEquals(
                    "The array is closed: its values are gone",
                    whyNot(() -> Plot.histogram(array, 2)));
        }
    }

    @Test
    void savesAPictureOf600By400(@TempDir Path folder) throws IOException {
        var file = folder.resolve("a.png");
        Plot.scatter(x, x).with(Plot.lines(x, x)).legend("a", "b").xLim(0, 4).yLim(0, 4).save(file);
        assertEquals(600, ImageIO.read(file.toFile()).getWidth());
        assertEquals(400, ImageIO.read(file.toFile()).getHeight());
        for (var plot :
                List.of(
                        Plot.bars(List.of("a", "b"), 1, -1),
                        Plot.histogram(x, 2),
                        Plot.lines(x, x).logX().logY())) {
            assertTrue(plot.png().length > 1000);
        }
    }

    @Test
    void drawsTheMarksOfEachSeries() throws IOException {
        byte[] plain = Plot.lines(x, x).png();
        assertEquals(plain.length, Plot.lines(x, x).png().length);
        assertTrue(!Arrays.equals(plain, Plot.scatter(x, x).png()));
        assertTrue(!Arrays.equals(plain, Plot.lines(x, x).yLabel("y").png()));
    }

    @Test
    void countsInBins() {
        double[] values = {0, 1, 1, 9, Double.NaN};
        var histogram = Plot.histogram(values, 3);
        assertEquals(
                "plot: 3 bars, y from 0 to 3; values not drawn, since NaN or infinite: 1",
                histogram.toString());
        assertArrayEquals(
                new double[] {0, 3, 3, 0, 0, 0, 0, 0, 0, 1, 1, 0}, Series.histogram(3, values).y());
        assertEquals(
                "plot: 4 bars, y from 0 to 2", Plot.histogram(new double[] {5, 5}, 4).toString());
    }

    @Test
    void drawsManyBinsOfManyValuesAndCrowdedLinesWithoutNames() throws IOException {
        double[] many = new Random(1).doubles(100_000).toArray();
        assertTrue(Plot.histogram(many, 30).png().length > 1000);
        assertTrue(Plot.lines(many, many, many).png().length > 1000);
    }

    @Test
    void leavesAGapAndSaysSo() throws IOException {
        var plot = Plot.lines(x, new double[] {1, Double.NaN, Double.POSITIVE_INFINITY});
        assertTrue(plot.toString().endsWith("; values not drawn, since NaN or infinite: 2"));
        assertTrue(plot.png().length > 1000);
        var log = Plot.lines(x, new double[] {1, 0, -1}).logY();
        assertTrue(log.toString().endsWith("since NaN, infinite or not above 0: 2"));
        assertTrue(log.png().length > 1000);
    }

    @Test
    void drawsBarsBesideEachOtherAlsoOnALogarithmicAxis() throws IOException {
        double[] first = {1e-6, 1e-3, 0};
        double[] second = {1, 2, 3};
        var bars = Plot.bars(List.of("a", "b", "c"), first, second).legend("first", "second");
        assertEquals(
                "plot: first 3 bars, y from 0 to 0.001; second 3 bars, y from 0 to 3",
                bars.toString());
        assertEquals(
                "plot: first 3 bars, y from 1E-6 to 0.001; second 3 bars, y from 1 to 3; values not"
                        + " drawn, since NaN, infinite or not above 0: 1",
                bars.logY().toString());
        assertTrue(bars.png().length > 1000);
        assertEquals(
                "the number of heights is 2: it takes one for each of 3 names",
                whyNot(() -> Plot.bars(List.of("a", "b", "c"), first, new double[2])));
    }

    @Test
    void refusesWhatHasNothingToSee() {
        double[] nothing = {};
        double[] lost = {Double.NaN, Double.NaN, Double.NEGATIVE_INFINITY};
        assertEquals(
                "the number of values is 0: it takes at least one",
                whyNot(() -> Plot.lines(nothing, nothing)));
        assertEquals("the number of y is 0: it takes at least one", whyNot(() -> Plot.lines(x)));
        assertEquals(
                "None of 3 points can be drawn: they are NaN or infinite",
                whyNot(() -> Plot.lines(x, lost)));
        assertEquals(
                "the number of finite values is 0: it takes at least one",
                whyNot(() -> Plot.histogram(lost, 5)));
        assertEquals(
                "None of 3 points can be drawn: a logarithmic axis has no place for 0 or less",
                whyNot(() -> Plot.lines(x, new double[3]).logY()));
        assertThrows(IllegalArgumentException.class, () -> Plot.bars(List.of()));
    }

    @Test
    void refusesCountsThatDiffer() {
        assertEquals(
                "x has 3 values and y has 2: it takes one y for each x",
                whyNot(() -> Plot.scatter(x, new double[2])));
        assertEquals(
                "the number of heights is 1: it takes one for each of 2 names",
                whyNot(() -> Plot.bars(List.of("a", "b"), 1)));
        assertEquals(
                "the number of names is 2: it takes one for each of 1 series",
                whyNot(() -> Plot.lines(x, x).legend("a", "b")));
        assertTrue(
                whyNot(() -> Plot.lines(x, x, x).legend("a", "a")).contains("names that differ"));
    }

    @Test
    void refusesAxesThatSpanNothing() {
        assertTrue(whyNot(() -> Plot.lines(x, x).xLim(2, 1)).startsWith("The x axis spans 2.0 to"));
        assertTrue(whyNot(() -> Plot.function(1, 1, a -> a)).startsWith("The x axis spans"));
        assertTrue(whyNot(() -> Plot.lines(x, x).yLim(0, 1).logY()).contains("begins at 0.0"));
    }
}
