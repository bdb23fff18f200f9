package ai.d2l.internal.draw;

import ai.d2l.internal.draw.Axes.Range;
import ai.d2l.internal.draw.Series.Kind;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Series over two axes, each told from the others by colour, line style and marker.
 *
 * @param firstStyle the style of the first series; the styles come again after eight
 */
public record Panel(Axes axes, List<Series> series, int firstStyle) {

    /**
     * Eight that stay apart, for colour-blind readers (Okabe and Ito's colours) and without any.
     */
    private static final List<Style> STYLES =
            List.of(
                    new Style(0x0072B2, SeriesLines.SOLID, SeriesMarkers.CIRCLE),
                    new Style(0xD55E00, dashes(9, 5), SeriesMarkers.SQUARE),
                    new Style(0x009E73, dashes(9, 4, 2, 4), SeriesMarkers.DIAMOND),
                    new Style(0xCC79A7, dashes(2, 4), SeriesMarkers.CROSS),
                    new Style(0xE69F00, dashes(15, 4), SeriesMarkers.TRIANGLE_UP),
                    new Style(0x56B4E9, dashes(15, 4, 2, 4, 2, 4), SeriesMarkers.PLUS),
                    new Style(0x000000, dashes(5, 3), SeriesMarkers.TRIANGLE_DOWN),
                    new Style(0x8C6D1F, dashes(9, 4, 4, 4), SeriesMarkers.RECTANGLE));

    /** More markers than these hide the line. */
    private static final int MOST_MARKERS = 60;

    private static final int FEW_MARKERS = 12;
    private static final int LETTER = 8;

    private record Style(int colour, BasicStroke line, Marker marker) {}

    private static BasicStroke dashes(float... pattern) {
        return new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 10, pattern, 0);
    }

    /**
     * Refuses series of which nothing can be drawn.
     *
     * @throws IllegalArgumentException saying why there is nothing to see
     */
    public void requireSeen() {
        var linear = new Axes(axes.x().logarithmic(false), axes.y().logarithmic(false));
        for (Series points : series) {
            int all = points.size();
            if (points.unseen(axes) == all) {
                String reason =
                        points.unseen(linear) < all
                                ? "a logarithmic axis has no place for 0 or less"
                                : "they are NaN or infinite";
                throw new IllegalArgumentException(
                        "None of %d points can be drawn: %s".formatted(all, reason));
            }
        }
    }

    /** Returns how many points cannot be drawn. */
    public long unseen() {
        return series.stream().mapToLong(points -> points.unseen(axes)).sum();
    }

    /** Returns of each series in words what is seen. */
    public String words() {
        return series.stream().map(points -> points.words(axes)).collect(Collectors.joining("; "));
    }

    /**
     * Returns the chart.
     *
     * @param panels how many there are in the picture
     * @param isLast whether it has the name of the x axis below
     */
    XYChart chart(String title, int panels, boolean isLast) {
        var chart =
                new XYChartBuilder()
                        .width(Figure.WIDTH)
                        .height(Figure.HEIGHT / panels)
                        .title(title)
                        .xAxisTitle(isLast ? axes.x().label() : "")
                        .yAxisTitle(axes.y().label())
                        .build();
        var styler = chart.getStyler();
        look(styler);
        styler.setChartTitleVisible(!title.isEmpty());
        styler.setXAxisTitleVisible(isLast);
        styler.setYAxisTitleVisible(!axes.y().label().isEmpty());
        if (panels > 1) {
            styler.setYAxisLeftWidthHint(86); // else the x axes of panels are not in line
        }
        styler.setXAxisLogarithmic(axes.x().logarithmic());
        styler.setYAxisLogarithmic(axes.y().logarithmic());
        axes.x().range().map(Range::min).ifPresent(styler::setXAxisMin);
        axes.x().range().map(Range::max).ifPresent(styler::setXAxisMax);
        axes.y().range().map(Range::min).ifPresent(styler::setYAxisMin);
        axes.y().range().map(Range::max).ifPresent(styler::setYAxisMax);
        styler.setLegendPosition(LegendPlace.of(axes, series));
        styler.setLegendVisible(series.stream().anyMatch(points -> !points.name().isBlank()));
        for (int i = 0; i < series.size(); i++) {
            add(chart, series.get(i), i);
        }
        anchor(chart);
        if (!axes.names().isEmpty()) {
            nameTicks(styler);
        }
        return chart;
    }

    /** XChart has ticks at round numbers alone: at each whole one, if there is room. */
    private void nameTicks(AxesChartStyler styler) {
        List<String> names = axes.names();
        int room = Figure.WIDTH * 4 / 5 / names.size();
        int longest = names.stream().mapToInt(String::length).max().orElse(0);
        styler.setXAxisTickMarkSpacingHint(room);
        styler.setXAxisLabelRotation(longest * LETTER > room ? 60 : 0);
        styler.setPlotGridVerticalLinesVisible(false);
        // XChart draws no ticks where both ends have one text
        styler.setXAxisTickLabelsFormattingFunction(
                x -> {
                    boolean named = x == Math.rint(x) && x >= 0 && x < names.size();
                    return named ? names.get(x.intValue()) : x < 0 ? " " : "  ";
                });
    }

    /** What all charts have in common. */
    private static void look(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setChartTitleBoxVisible(false);
        styler.setChartTitleFont(styler.getLegendFont());
        styler.setPlotBorderVisible(false);
        styler.setMarkerSize(6);
        styler.setXAxisTickLabelsFormattingFunction(Axes::number);
        styler.setYAxisTickLabelsFormattingFunction(Axes::number);
        styler.setLegendLayout(Styler.LegendLayout.Vertical);
        styler.setLegendBackgroundColor(new Color(255, 255, 255, 200));
    }

    private void add(XYChart chart, Series points, int i) {
        int style = firstStyle + i;
        boolean raised = points.kind() == Kind.AREA && axes.y().logarithmic();
        var drawn =
                (raised ? points.standingOn(ground()) : points)
                        .withGaps(axes)
                        .thinned(axes, Figure.WIDTH);
        if (Arrays.stream(drawn.y()).allMatch(Double::isNaN)) {
            return;
        }
        boolean crowded = drawn.kind() == Kind.LINE && drawn.x().length > MOST_MARKERS;
        // the legend shows a series as it is, so one of markers alone stands for a crowded line
        var named = chart.addSeries(name(points, i), drawn.x(), drawn.y());
        style(named, drawn.kind(), style);
        if (raised) {
            named.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea); // Area fills down to 0
        }
        if (crowded) {
            named.setMarker(SeriesMarkers.NONE);
            named.setShowInLegend(false);
            var few = fewMarkers(drawn, i);
            style(chart.addSeries(name(points, i) + " ", few.x(), few.y()), Kind.LINE, style);
        }
    }

    /** Returns where bars begin on a logarithmic axis: a power of ten, well below the least. */
    private double ground() {
        double least =
                series.stream()
                        .flatMapToDouble(points -> Arrays.stream(points.y()))
                        .filter(axes.y()::takes)
                        .min()
                        .orElse(1);
        double below = Math.pow(10, Math.floor(Math.log10(least / 3)));
        return axes.y().range().map(Range::min).orElse(below);
    }

    /** XChart wants a name for each, which differs from the others also with a blank behind it. */
    private static String name(Series points, int i) {
        return points.name().isBlank() ? " ".repeat(2 * i + 2) : points.name();
    }

    private static void style(XYSeries series, Kind kind, int number) {
        Style style = STYLES.get(number % STYLES.size());
        series.setLineColor(new Color(style.colour()));
        series.setMarkerColor(new Color(style.colour()));
        series.setLineStyle(style.line());
        series.setMarker(style.marker());
        if (kind == Kind.POINTS) {
            series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        } else if (kind == Kind.AREA) {
            series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Area);
            series.setFillColor(new Color(style.colour() | 0x60000000, true));
            series.setMarker(SeriesMarkers.NONE);
        }
    }

    /** Returns a few of the points, each between gaps, at other places than those of its rivals. */
    private Series fewMarkers(Series line, int i) {
        int step = Math.max(1, line.x().length / FEW_MARKERS);
        int first = step * (2 * i + 1) / (2 * series.size());
        int[] rows =
                IntStream.iterate(first, row -> row < line.x().length, row -> row + step).toArray();
        double[] x = new double[2 * rows.length];
        double[] y = new double[2 * rows.length];
        Arrays.setAll(x, at -> line.x()[rows[at / 2]]);
        Arrays.setAll(y, at -> at % 2 == 0 ? line.y()[rows[at / 2]] : Double.NaN);
        return new Series(line.name(), x, y, Kind.LINE);
    }

    /**
     * Adds a point that is not seen. XChart puts its ticks at the data where that is evenly spaced,
     * such as 0.6, 1.2, 1.8, or two values; this point spoils the evenness, and the ticks become
     * round numbers.
     */
    private void anchor(XYChart chart) {
        if (axes.x().logarithmic() || chart.getSeriesCollection().isEmpty()) {
            return;
        }
        var first = chart.getSeriesCollection().iterator().next();
        var x = Arrays.stream(first.getXData()).summaryStatistics();
        double min = axes.x().range().map(Range::min).orElse(x.getMin());
        double max = axes.x().range().map(Range::max).orElse(x.getMax());
        double offBeat = min + (max - min) / Math.PI / 1000;
        var y =
                chart.getSeriesCollection().stream()
                        .flatMapToDouble(points -> Arrays.stream(points.getYData()))
                        .filter(Double::isFinite)
                        .summaryStatistics();
        double seen = y.getMin() + (y.getMax() - y.getMin()) / Math.PI;
        var unseen = chart.addSeries(" ", new double[] {offBeat}, new double[] {seen});
        unseen.setMarker(SeriesMarkers.NONE);
        unseen.setLineStyle(SeriesLines.NONE);
        unseen.setShowInLegend(false);
    }
}
