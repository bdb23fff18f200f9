import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.*;
import java.util.function.DoubleUnaryOperator;
import org.knowm.xchart.*;
import org.knowm.xchart.internal.chartpart.AxesChart;

/** Lines or bars in one picture. */
final class Plot {
    private final AxesChart<?, ?> chart;

    private Plot(AxesChart<?, ?> chart) {
        this.chart = chart;
    }

    static Plot function(double from, double to, DoubleUnaryOperator... functions) {
        double[] x = new double[201];
        Arrays.setAll(x, i -> from + (to - from) * i / 200);
        var ys = Arrays.stream(functions).map(f -> Arrays.stream(x).map(f).toArray());
        return lines(x, ys.toArray(double[][]::new));
    }

    static Plot lines(double[] x, double[]... ys) {
        var chart = new XYChartBuilder().width(600).height(400).build();
        chart.getStyler().setMarkerSize(0);
        for (double[] y : ys) {
            chart.addSeries("" + chart.getSeriesCollection().size(), x, y);
        }
        return new Plot(chart);
    }

    static Plot lines(float[] x, float[]... ys) {
        return lines(doubles(x), Arrays.stream(ys).map(Plot::doubles).toArray(double[][]::new));
    }

    private static double[] doubles(float[] values) {
        double[] copy = new double[values.length];
        Arrays.setAll(copy, i -> values[i]);
        return copy;
    }

    static Plot scatter(double[] x, double[]... ys) {
        var chart = new XYChartBuilder().width(600).height(400).build();
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        for (double[] y : ys) {
            chart.addSeries("" + chart.getSeriesCollection().size(), x, y);
        }
        return new Plot(chart);
    }

    /** Takes the series of the other plot as well; both have an x axis of numbers. */
    Plot with(Plot other) {
        for (XYSeries each : ((XYChart) other.chart).getSeriesCollection()) {
            String name = "" + chart.getSeriesCollection().size();
            ((XYChart) chart)
                    .addSeries(name, each.getXData(), each.getYData())
                    .setXYSeriesRenderStyle(
                            ((XYChart) other.chart).getStyler().getDefaultSeriesRenderStyle());
        }
        return this;
    }

    static Plot bars(List<String> names, double[]... heights) {
        var chart = new CategoryChartBuilder().width(600).height(400).build();
        for (double[] each : heights) {
            var list = Arrays.stream(each).boxed().toList();
            chart.addSeries("" + chart.getSeriesCollection().size(), names, list);
        }
        return new Plot(chart);
    }

    static Plot scatter(NDArray x, NDArray y) {
        return scatter(doubles(x), doubles(y));
    }

    private static double[] doubles(NDArray array) {
        return array.toType(DataType.FLOAT64, false).toDoubleArray();
    }

    static Plot histogram(double[] values, int bins) {
        double min = Arrays.stream(values).min().orElseThrow();
        double width = (Arrays.stream(values).max().orElseThrow() - min) / bins;
        double[] middles = new double[bins], counts = new double[bins];
        Arrays.setAll(middles, i -> min + (i + 0.5) * width);
        for (double value : values) {
            counts[Math.min(bins - 1, (int) ((value - min) / width))]++;
        }
        return lines(middles, counts);
    }

    Plot legend(String... names) {
        for (int i = 0; i < names.length; i++) {
            chart.getSeries("" + i).setLabel(names[i]);
        }
        return this;
    }

    Plot title(String title) {
        chart.setTitle(title);
        return this;
    }

    Plot xLabel(String label) {
        chart.setXAxisTitle(label);
        return this;
    }

    Plot yLabel(String label) {
        chart.setYAxisTitle(label);
        return this;
    }

    Plot xLim(double min, double max) {
        chart.getStyler().setXAxisMin(min).setXAxisMax(max);
        return this;
    }

    Plot yLim(double min, double max) {
        chart.getStyler().setYAxisMin(min).setYAxisMax(max);
        return this;
    }

    Plot logY() {
        chart.getStyler().setYAxisLogarithmic(true);
        return this;
    }

    void show() {
        Pictures.show(BitmapEncoder.getBufferedImage(chart), "a plot");
    }
}
