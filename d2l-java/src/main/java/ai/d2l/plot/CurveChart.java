package ai.d2l.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws curves as a PNG, each told from the others by colour, line style and marker.
 *
 * @param xRange what the x axis spans, empty to follow the data
 * @param yRange what the y axis spans, empty to follow the data
 * @param right the axis at the right, empty if all curves belong to the one at the left
 */
public record CurveChart(
        String xLabel,
        String yLabel,
        Optional<Range> xRange,
        Optional<Range> yRange,
        boolean logarithmic,
        Optional<RightAxis> right) {

    private static final int WIDTH = 600;
    private static final int HEIGHT = 400;
    private static final int LEFT = 0;
    private static final int RIGHT = 1;

    // colours that stay apart for colour-blind readers (Okabe and Ito)
    private static final Color[] COLORS = {
        new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7)
    };
    private static final BasicStroke[] LINES = {
        SeriesLines.SOLID, SeriesLines.DASH_DASH, SeriesLines.DASH_DOT, SeriesLines.DOT_DOT
    };
    private static final Marker[] MARKERS = {
        SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.DIAMOND, SeriesMarkers.CROSS
    };

    /** What an axis spans. */
    public record Range(double min, double max) {}

    /** A y axis at the right, and the names of the curves that belong to it. */
    public record RightAxis(String label, List<String> curves) {}

    /**
     * Draws the curves as they are now.
     *
     * @param title the line above the curves, may be empty
     * @return the bytes of a PNG, 600 by 400 pixels
     * @throws IOException if this machine cannot draw text; the message says what it lacks
     */
    public byte[] png(Curves curves, String title) throws IOException {
        return png(chart(curves, title));
    }

    /**
     * Draws any chart.
     *
     * @throws IOException if this machine cannot draw text; the message says what it lacks
     */
    public static byte[] png(Chart<?, ?> chart) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try {
            BitmapEncoder.saveBitmap(chart, bytes, BitmapFormat.PNG);
        } catch (RuntimeException | Error e) {
            // without any font AWT throws an Error at the first text it has to draw
            throw new IOException("No picture: " + Fonts.whyNoPicture(e), e);
        }
        return bytes.toByteArray();
    }

    /**
     * Draws a chart for nobody: the first one in a process takes half a second, and fonts.
     *
     * @throws IOException if this machine cannot draw text
     */
    public static void warmUp() throws IOException {
        var curves = new Curves("x", List.of("y"));
        curves.add(1, 1);
        new CurveChart("x", "y", Optional.empty(), Optional.empty(), false, Optional.empty())
                .png(curves, "");
    }

    private XYChart chart(Curves curves, String title) {
        var chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(title)
                        .xAxisTitle(xLabel)
                        .yAxisTitle(yLabel)
                        .build();
        var styler = chart.getStyler();
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setChartTitleBoxVisible(false);
        styler.setChartTitleVisible(!title.isEmpty());
        styler.setChartTitleFont(styler.getLegendFont());
        styler.setPlotBorderVisible(false);
        styler.setMarkerSize(5);
        styler.setLegendPosition(LegendPosition.InsideNE);
        styler.setYAxisLogarithmic(logarithmic);
        xRange.ifPresent(
                range -> {
                    styler.setXAxisMin(range.min());
                    styler.setXAxisMax(range.max());
                });
        yRange.ifPresent(
                range -> {
                    styler.setYAxisMin(range.min());
                    styler.setYAxisMax(range.max());
                });
        right.ifPresent(
                axis -> {
                    chart.setYAxisGroupTitle(RIGHT, axis.label());
                    styler.setYAxisGroupPosition(RIGHT, Styler.YAxisPosition.Right);
                });
        for (int i = 0; i < curves.names().size(); i++) {
            addSeries(chart, curves, i);
        }
        anchor(chart, curves);
        return chart;
    }

    /**
     * Adds a point that is not seen. XChart puts its ticks at the data where that is evenly spaced,
     * such as 0.6, 1.2, 1.8; this point spoils the evenness, and the ticks become round numbers.
     */
    private void anchor(XYChart chart, Curves curves) {
        var points = curves.points(0);
        if (xRange.isEmpty() || points.x().isEmpty()) {
            return;
        }
        Range range = xRange.get();
        double offBeat = range.min() + (range.max() - range.min()) / Math.PI / 1000;
        var series = chart.addSeries(" ", List.of(offBeat), points.y().subList(0, 1));
        series.setMarker(SeriesMarkers.NONE);
        series.setLineStyle(SeriesLines.NONE);
        series.setShowInLegend(false);
    }

    private void addSeries(XYChart chart, Curves curves, int i) {
        var points = curves.points(i);
        if (points.x().isEmpty()) {
            return;
        }
        var series = chart.addSeries(curves.names().get(i), points.x(), points.y());
        series.setMarker(MARKERS[i % MARKERS.length]);
        series.setMarkerColor(COLORS[i % COLORS.length]);
        series.setLineColor(COLORS[i % COLORS.length]);
        series.setLineStyle(LINES[i % LINES.length]);
        boolean atRight = right.map(axis -> axis.curves().contains(series.getName())).orElse(false);
        series.setYAxisGroup(atRight ? RIGHT : LEFT);
    }
}
