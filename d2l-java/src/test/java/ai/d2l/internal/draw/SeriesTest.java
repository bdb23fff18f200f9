package ai.d2l.internal.draw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.draw.Series.Kind;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesTest {

    private static final int PIXELS = 600;

    private final Axes linear = axes(false);

    private static Axes axes(boolean logarithmic) {
        return new Axes(
                new Axes.Axis("x", "x").logarithmic(logarithmic),
                new Axes.Axis("y", "y").logarithmic(logarithmic));
    }

    private static Series noise(int points, Kind kind) {
        var random = new Random(3);
        double[] x = IntStream.range(0, points).asDoubleStream().toArray();
        return new Series("a", x, random.doubles(points).toArray(), kind);
    }

    @Test
    void ofAMillionPointsAreDrawnByFourForEachPixel() {
        var thin = noise(1_000_000, Kind.LINE).thinned(linear, PIXELS);
        assertTrue(thin.x().length <= 4 * (PIXELS + 1), () -> "points: " + thin.x().length);
        assertTrue(thin.x().length > PIXELS);
    }

    @Test
    void keepTheirEndsAndEveryPeak() {
        var line = noise(100_000, Kind.LINE);
        line.y()[54_321] = 99;
        line.y()[54_323] = -99;
        var thin = line.thinned(linear, PIXELS);
        assertEquals(99, Arrays.stream(thin.y()).max().orElseThrow());
        assertEquals(-99, Arrays.stream(thin.y()).min().orElseThrow());
        assertEquals(99_999, thin.x()[thin.x().length - 1]);
    }

    @Test
    void keepTheirGaps() {
        var line = noise(100_000, Kind.LINE);
        line.y()[500] = Double.NaN;
        var thin = line.thinned(linear, PIXELS);
        assertEquals(1, Arrays.stream(thin.y()).filter(Double::isNaN).count());
    }

    @Test
    void areDrawnOnceForEachPixelWhereTheyAreNotJoined() {
        var cloud = noise(100_000, Kind.POINTS);
        Arrays.setAll(cloud.x(), i -> i % 10);
        Arrays.setAll(cloud.y(), i -> i % 4);
        assertEquals(20, cloud.thinned(linear, PIXELS).x().length);
    }

    @Test
    void areLeftAsTheyAreWhereTheyAreFew() {
        var line = noise(4 * PIXELS, Kind.LINE);
        assertSame(line, line.thinned(linear, PIXELS));
    }

    @Test
    void haveGapsWhereALogarithmicAxisHasNoPlace() {
        var line = Series.line("a", new double[] {0, 1, 2, 3}, 1, 0, 5, Double.POSITIVE_INFINITY);
        assertEquals(1, line.unseen(linear));
        assertEquals(3, line.unseen(axes(true)));
        double[] gaps = {Double.NaN, Double.NaN, 5, Double.NaN};
        assertArrayEquals(gaps, line.withGaps(axes(true)).y());
    }
}
