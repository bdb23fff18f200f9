package ai.d2l.view;

import ai.d2l.plot.CurveChart;
import java.io.IOException;
import org.knowm.xchart.internal.chartpart.Chart;

/** Shows an XChart chart as a picture. */
public final class ChartView {

    private ChartView() {}

    /** On a machine without fonts the text says what is missing. */
    public static Rich of(Chart<?, ?> chart) {
        String title = chart.getTitle().isEmpty() ? "chart" : "chart: " + chart.getTitle();
        String text = title + ", " + String.join(", ", chart.getSeriesMap().keySet());
        try {
            return Rich.ofPicture(text, CurveChart.png(chart));
        } catch (IOException e) {
            return Rich.ofText(text + "\n" + e.getMessage());
        }
    }
}
