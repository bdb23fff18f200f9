package ai.d2l.internal.draw;

import java.text.DecimalFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/**
 * Several curves over the same x axis, each with or without a value at each x.
 *
 * <p>Made for values that come in the order of x, however many; one that comes late moves those
 * after it.
 */
public final class Curves {

    /** Not a number either, but told from one that was added. */
    private static final double NONE = Double.longBitsToDouble(0x7ff8_0000_0000_0d21L);

    private final String xLabel;
    private final List<String> names;
    private final double[] newestX;
    private final double[] newest;
    private double[] x = new double[16];
    private double[][] y;
    private int size;

    /**
     * Starts empty curves of these names.
     *
     * @throws IllegalArgumentException if a name is empty, or two are the same
     */
    public Curves(String xLabel, List<String> names) {
        var all = new HashSet<>(names);
        all.add(xLabel);
        if (all.size() <= names.size()) {
            throw new IllegalArgumentException(
                    "The axis %s and the curves %s need names that differ"
                            .formatted(xLabel, names));
        }
        if (all.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "The axis '%s' and the curves %s need names that are not empty"
                            .formatted(xLabel, names));
        }
        this.xLabel = xLabel;
        this.names = List.copyOf(names);
        y = new double[names.size()][x.length];
        newest = new double[names.size()];
        newestX = new double[names.size()];
        Arrays.fill(newestX, Double.NEGATIVE_INFINITY);
    }

    /** Throws an IllegalArgumentException if there is no curve of that name. */
    public void require(String name) {
        if (!names.contains(name)) {
            throw new IllegalArgumentException(
                    "A panel is for '%s', and the curves are %s".formatted(name, names));
        }
    }

    /** Adds values at one x; a null leaves that curve as it is there. */
    public synchronized void add(double x, Number... y) {
        int row = rowOf(x);
        for (int i = 0; i < y.length; i++) {
            if (y[i] != null) {
                double value = y[i].doubleValue();
                this.y[i][row] = value;
                if (Double.isFinite(value) && x >= newestX[i]) {
                    newestX[i] = x;
                    newest[i] = value;
                }
            }
        }
    }

    private int rowOf(double x) {
        int row = find(x);
        if (row >= 0) {
            return row;
        }
        row = -row - 1;
        if (size == this.x.length) {
            this.x = Arrays.copyOf(this.x, 2 * size);
            Arrays.setAll(y, i -> Arrays.copyOf(y[i], 2 * size));
        }
        insert(this.x, row, x);
        for (double[] column : y) {
            insert(column, row, NONE);
        }
        size++;
        return row;
    }

    private int find(double x) {
        boolean isLast = size > 0 && x > this.x[size - 1];
        return isLast ? -size - 1 : Arrays.binarySearch(this.x, 0, size, x);
    }

    private void insert(double[] column, int row, double value) {
        System.arraycopy(column, row, column, row + 1, size - row);
        column[row] = value;
    }

    /** Returns whether nothing was added yet. */
    public synchronized boolean isEmpty() {
        return size == 0;
    }

    /** Returns whether every curve has a value at this x. */
    public synchronized boolean isComplete(double x) {
        int row = find(x);
        for (int i = 0; row >= 0 && i < y.length; i++) {
            if (Double.doubleToRawLongBits(y[i][row]) == Double.doubleToRawLongBits(NONE)) {
                return false;
            }
        }
        return row >= 0;
    }

    /** Returns the name of the x axis. */
    public String xLabel() {
        return xLabel;
    }

    /** Returns the names of the curves. */
    public List<String> names() {
        return names;
    }

    /** Returns the points of one curve in the order of x, without those that cannot be drawn. */
    synchronized Series series(int curve) {
        int[] rows = new int[size];
        int count = 0;
        for (int row = 0; row < size; row++) {
            if (Double.isFinite(y[curve][row])) {
                rows[count++] = row;
            }
        }
        var points = Series.line(names.get(curve), new double[count], new double[count]);
        for (int i = 0; i < count; i++) {
            points.x()[i] = x[rows[i]];
            points.y()[i] = y[curve][rows[i]];
        }
        return points;
    }

    /** Returns the newest value of each curve in words, such as {@code train loss 0.512}. */
    public synchronized String newest() {
        var words = new ArrayList<String>();
        for (int i = 0; i < names.size(); i++) {
            if (newestX[i] > Double.NEGATIVE_INFINITY) {
                words.add("%s %.3f".formatted(names.get(i), newest[i]));
            }
        }
        return String.join(", ", words);
    }

    /** Returns the history: a column for x and one for each curve, a row for each x. */
    public synchronized Table toTable() {
        var table = NewTables.create("", column(xLabel, x));
        table.doubleColumn(0)
                .setPrintFormatter(new NumberColumnFormatter(new DecimalFormat("0.###")));
        for (int i = 0; i < names.size(); i++) {
            var column = column(names.get(i), y[i]);
            column.setPrintFormatter(NumberColumnFormatter.fixedWithGrouping(3));
            table.addColumns(column);
        }
        return table;
    }

    private DoubleColumn column(String name, double... values) {
        return DoubleColumn.create(name, Arrays.copyOf(values, size));
    }
}
