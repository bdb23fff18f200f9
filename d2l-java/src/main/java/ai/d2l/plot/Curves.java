package ai.d2l.plot;

import java.text.DecimalFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/** Several curves over the same x axis, each with or without a value at each x. */
public final class Curves {

    private final String xLabel;
    private final List<String> names;
    private final TreeMap<Double, Double[]> rows = new TreeMap<>();

    /** Starts empty curves of these names. */
    public Curves(String xLabel, List<String> names) {
        this.xLabel = xLabel;
        this.names = List.copyOf(names);
    }

    /** The points of one curve, in the order of x. */
    record Points(List<Double> x, List<Double> y) {}

    /** Adds values at one x; a null leaves that curve as it is there. */
    public synchronized void add(double x, Number... y) {
        var row = rows.computeIfAbsent(x, key -> new Double[names.size()]);
        for (int i = 0; i < y.length; i++) {
            if (y[i] != null) {
                row[i] = y[i].doubleValue();
            }
        }
    }

    /** Returns whether nothing was added yet. */
    public synchronized boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Returns whether every curve has a value at this x. */
    public synchronized boolean isComplete(double x) {
        var row = rows.get(x);
        return row != null && Arrays.stream(row).allMatch(Objects::nonNull);
    }

    /** Returns the name of the x axis. */
    public String xLabel() {
        return xLabel;
    }

    /** Returns the names of the curves. */
    public List<String> names() {
        return names;
    }

    synchronized Points points(int curve) {
        var points = new Points(new ArrayList<>(), new ArrayList<>());
        for (Map.Entry<Double, Double[]> row : rows.entrySet()) {
            Double y = row.getValue()[curve];
            if (y != null && Double.isFinite(y)) {
                points.x().add(row.getKey());
                points.y().add(y);
            }
        }
        return points;
    }

    /** Returns the newest value of each curve in words, such as {@code train loss 0.512}. */
    public synchronized String newest() {
        var words = new ArrayList<String>();
        for (int i = 0; i < names.size(); i++) {
            var y = points(i).y();
            if (!y.isEmpty()) {
                words.add("%s %.3f".formatted(names.get(i), y.get(y.size() - 1)));
            }
        }
        return String.join(", ", words);
    }

    /** Returns the history: a column for x and one for each curve, a row for each x. */
    public synchronized Table toTable() {
        var x = DoubleColumn.create(xLabel, rows.keySet());
        x.setPrintFormatter(new NumberColumnFormatter(new DecimalFormat("0.###")));
        var table = Table.create(x);
        for (int i = 0; i < names.size(); i++) {
            var column = DoubleColumn.create(names.get(i));
            column.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(3));
            for (Double[] row : rows.values()) {
                column.append(row[i]);
            }
            table.addColumns(column);
        }
        return table;
    }
}
