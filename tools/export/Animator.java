import java.util.*;
import org.knowm.xchart.*;
import tech.tablesaw.api.*;

/** Draws curves into a picture when they are finished; it is its own builder. */
final class Animator {
    private final List<DoubleColumn> columns = new ArrayList<>(List.of(DoubleColumn.create("x")));
    private final XYChart chart = new XYChartBuilder().width(600).height(400).build();

    static Animator builder() {
        return new Animator();
    }

    Animator setLegend(String... names) {
        Arrays.stream(names).map(DoubleColumn::create).forEach(columns::add);
        return this;
    }

    Animator optXLabel(String label) {
        columns.get(0).setName(label);
        chart.setXAxisTitle(label);
        return this;
    }

    Animator optYLabel(String label) {
        chart.setYAxisTitle(label);
        return this;
    }

    /** All curves of the program share one panel. */
    Animator optPanel(String label, String... curves) {
        return this;
    }

    Animator optXLim(double min, double max) {
        chart.getStyler().setXAxisMin(min).setXAxisMax(max);
        return this;
    }

    Animator optLogarithmicY(boolean logarithmic) {
        chart.getStyler().setYAxisLogarithmic(logarithmic);
        return this;
    }

    Animator build() {
        return this;
    }

    void add(double x, double... y) {
        columns.get(0).append(x);
        for (int i = 0; i < y.length; i++) {
            columns.get(i + 1).append(y[i]);
        }
    }

    void finish() {
        double[] x = columns.get(0).asDoubleArray();
        for (DoubleColumn y : columns.subList(1, columns.size())) {
            chart.addSeries(y.name(), x, y.asDoubleArray());
        }
        Pictures.show(BitmapEncoder.getBufferedImage(chart), "the curves");
    }

    Table toTable() {
        return Table.create("history").addColumns(columns.toArray(DoubleColumn[]::new));
    }
}
