package ai.d2l.kernel;

import ai.d2l.internal.draw.Figure;
import ai.d2l.internal.notebook.Rendering;
import java.util.stream.Collectors;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.Chart;

/** Shows an XChart chart as a picture. */
final class ChartView {

    /** What all of XChart's charts are. */
    @SuppressWarnings("rawtypes")
    static final Class<Chart> TYPE = Chart.class;

    private ChartView() {}

    /** On a machine without fonts the text says what is missing. */
    static Rendering of(Chart<?, ?> chart) {
        String title = chart.getTitle().isEmpty() ? "chart" : "chart: " + chart.getTitle();
        String text =
                chart.getSeriesCollection().stream()
                        .map(series -> ", " + series.getName())
                        .collect(Collectors.joining("", title, ""));
        return Rendering.ofDrawing(
                text, () -> Figure.png(() -> BitmapEncoder.getBufferedImage(chart)));
    }
}
