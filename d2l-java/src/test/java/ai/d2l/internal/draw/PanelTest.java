package ai.d2l.internal.draw;

import static java.util.Collections.nCopies;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.draw.Series.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;

class PanelTest {

    private static final Axes AXES = new Axes(new Axes.Axis("x", "x"), new Axes.Axis("y", "y"));

    private static Series line(String name, int points) {
        double[] x = IntStream.range(0, points).asDoubleStream().toArray();
        return Series.line(name, x, x);
    }

    private static List<XYSeries> drawn(Series... series) {
        var chart = new Panel(AXES, List.of(series), 0).chart("", 1, true);
        var drawn = new ArrayList<>(chart.getSeriesCollection());
        drawn.removeIf(points -> points.getName().equals(" ")); // which no one sees
        return drawn;
    }

    @Test
    void tellsEightSeriesApartWithoutColour() {
        var lines = IntStream.range(0, 8).mapToObj(i -> line("s" + i, 3)).toArray(Series[]::new);
        var strokes = new HashSet<List<Float>>();
        var markers = new HashSet<Object>();
        for (XYSeries series : drawn(lines)) {
            float[] dashes = series.getLineStyle().getDashArray();
            var pattern = new ArrayList<Float>();
            for (int i = 0; dashes != null && i < dashes.length; i++) {
                pattern.add(dashes[i]);
            }
            strokes.add(pattern);
            markers.add(series.getMarker());
        }
        assertEquals(8, strokes.size());
        assertEquals(8, markers.size());
    }

    @Test
    void drawsFewMarkersOnACrowdedLine() {
        var series = drawn(line("a", 1000));
        assertEquals(1000, series.get(0).getXData().length);
        assertFalse(series.get(0).isShowInLegend());
        double[] marked = series.get(1).getYData();
        assertEquals(12, IntStream.range(0, marked.length).filter(i -> marked[i] >= 0).count(), 1);
        assertTrue(series.get(1).isShowInLegend());
    }

    @Test
    void putsTheLegendWhereItCoversNoCurve() {
        var rising = line("a", 20);
        var falling =
                Series.line("b", rising.x(), IntStream.range(0, 20).mapToDouble(i -> -i).toArray());
        assertEquals(LegendPosition.InsideSE, LegendPlace.of(AXES, List.of(rising)));
        assertEquals(LegendPosition.InsideNE, LegendPlace.of(AXES, List.of(falling)));
        assertEquals(LegendPosition.OutsideE, LegendPlace.of(AXES, nCopies(8, rising)));
    }

    @Test
    void putsTheTicksOfTwoValuesAtRoundNumbers() {
        double[] x = {0.2};
        var two = List.of(Series.line("a", x, 62.8391), Series.line("b", x, 28.0765));
        var chart = new Panel(AXES, two, 0).chart("", 1, true);
        var ticks = new HashSet<Double>();
        chart.getStyler()
                .setYAxisTickLabelsFormattingFunction(
                        tick -> {
                            ticks.add(tick);
                            return Axes.number(tick);
                        });
        BitmapEncoder.getBufferedImage(chart);
        assertTrue(ticks.contains(30.0), ticks.toString());
    }

    @Test
    void leavesOutASeriesOfWhichNothingIsSeen() {
        var nothing = new Series("b", new double[] {1}, new double[] {Double.NaN}, Kind.LINE);
        assertEquals(1, drawn(line("a", 2), nothing).size());
    }

    @Test
    void writesNumbersShort() {
        assertEquals("100,000", Axes.number(1e5));
        assertEquals("0.25", Axes.number(0.25));
        assertEquals("1E-6", Axes.number(1e-6));
        assertEquals("0", Axes.number(0));
    }
}
