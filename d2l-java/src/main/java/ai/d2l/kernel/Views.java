package ai.d2l.kernel;

import ai.d2l.Accumulator;
import ai.d2l.FashionMnist;
import ai.d2l.Images;
import ai.d2l.TrainingReport;
import ai.d2l.internal.draw.Figure;
import ai.d2l.internal.draw.ImageGrid;
import ai.d2l.internal.draw.Pixels;
import ai.d2l.internal.notebook.Rendering;
import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.internal.chartpart.Chart;
import tech.tablesaw.api.Table;

/** How tables, charts, results of a training and data sets are shown. */
final class Views {

    /** What all of XChart's charts are. */
    @SuppressWarnings("rawtypes")
    static final Class<Chart> CHART = Chart.class;

    private static final int MOST_ROWS = 20;
    private static final int PICTURES = 10;

    private Views() {}

    /** Shows the first rows of a table, and how many there are. */
    static Rendering table(Table table) {
        return table(table, MOST_ROWS);
    }

    /** Shows a table of up to so many rows whole. */
    static Rendering table(Table table, int mostRows) {
        Table first = table.first(mostRows);
        String html = first.write().toString("html");
        if (table.rowCount() <= mostRows) {
            return Rendering.ofHtml(first.print(), html);
        }
        String size = "the first %d of %,d rows".formatted(mostRows, table.rowCount());
        return Rendering.ofHtml(first.print() + "\n" + size, html + "<p>" + size + "</p>");
    }

    /** Shows a chart as a picture; on a machine without fonts its text says what is missing. */
    static Rendering chart(Chart<?, ?> chart) {
        String title = chart.getTitle().isEmpty() ? "chart" : "chart: " + chart.getTitle();
        String text =
                chart.getSeriesCollection().stream()
                        .map(series -> ", " + series.getName())
                        .collect(Collectors.joining("", title, ""));
        return Rendering.ofDrawing(
                text, () -> Figure.png(() -> BitmapEncoder.getBufferedImage(chart)));
    }

    /** Shows sums; the accumulator of the chapter does not tell how many, but refuses to go on. */
    static Rendering accumulator(Accumulator metric) {
        var sums = new ArrayList<Double>();
        try {
            while (true) {
                sums.add(metric.get(sums.size()));
            }
        } catch (IndexOutOfBoundsException e) {
            return Rendering.ofText("Accumulator " + sums);
        }
    }

    /** Shows what a training came to; the text is the report's own. */
    static Rendering report(TrainingReport report) {
        var titles = new ArrayList<>(List.of("epochs"));
        var cells = new ArrayList<>(List.of(String.valueOf(report.epochs())));
        report.figures()
                .forEach(
                        (name, value) -> {
                            titles.add(name);
                            cells.add("%.3f".formatted(value));
                        });
        titles.addAll(List.of("examples/sec", "device"));
        cells.add("%,.1f".formatted(report.examplesPerSecond()));
        cells.add(report.device().toString());
        var grid = new Grid(titles.toArray(String[]::new));
        grid.add(cells.toArray(String[]::new));
        String stop = report.isStopped() ? Rendering.line("stopped in " + report.stopped()) : "";
        return Rendering.ofHtml(report.toString(), grid.html() + stop);
    }

    /** Shows how many examples of each class a data set has, and its first pictures. */
    static Rendering dataSet(FashionMnist data) {
        if (data.trainImages().isReleased()) {
            return Rendering.ofText("FashionMnist, closed");
        }
        var grid = new Grid("class", "name", "training pictures", "test pictures");
        int[] train = data.trainLabels().toIntArray();
        int[] test = data.testLabels().toIntArray();
        int last = IntStream.concat(IntStream.of(train), IntStream.of(test)).max().orElse(-1);
        var names = data.hasLabelNames() ? FashionMnist.LABELS : List.<String>of();
        for (int i = 0; i <= last; i++) {
            String name = i < names.size() ? names.get(i) : "";
            grid.add(String.valueOf(i), name, count(train, i), count(test, i));
        }
        grid.add("", "sum", "%,d".formatted(train.length), "%,d".formatted(test.length));
        String source =
                "%s, pictures of shape %s, from %s"
                        .formatted(
                                data.hasLabelNames() ? "Fashion-MNIST" : "A data set",
                                data.trainImages().getShape().slice(1),
                                data.source());
        return Rendering.ofHtml(
                source + "\n" + grid.text(), Rendering.line(source) + samples(data) + grid.html());
    }

    private static String count(int[] labels, int label) {
        return "%,d".formatted(IntStream.of(labels).filter(number -> number == label).count());
    }

    private static String samples(FashionMnist data) {
        String first = ":" + Math.min(PICTURES, data.testLabels().size());
        try (NDArray X = data.testImages().get(first);
                NDArray y = data.testLabels().get(first)) {
            var pictures = Images.of(X).captions(FashionMnist.labelNames(y)).size(ImageGrid.SIDE);
            return Rendering.img(Pixels.png(pictures.draw()), "the first test pictures");
        }
    }
}
