package ai.d2l;

import static ai.d2l.internal.engine.Arguments.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Makes an array for the engine out of a table with words and numbers.
 *
 * <pre>{@code
 * Table numbers = Tables.oneHot(table); // "male" and "female" become columns of 0 and 1
 * NDArray X = Tables.toArray(manager, numbers); // (rows, columns), float32
 * }</pre>
 */
public final class Tables {

    private static final Set<ColumnType> WORDS = Set.of(ColumnType.STRING, ColumnType.BOOLEAN);

    private Tables() {}

    /**
     * Puts in the place of each column of words (text or boolean) one column for each of its words,
     * which is 1 in the rows that have this word and 0 in the others.
     *
     * <p>They are named {@code column_word} and stand in the order of the alphabet. If values are
     * missing, the last one is {@code column_missing}, and is 1 where they are. Other columns stay
     * as they are, with what is missing in them.
     *
     * @return a new table with as many rows
     * @throws IllegalArgumentException if two columns would get the same name
     */
    public static Table oneHot(Table table) {
        require(table != null, "table", null, "a Table");
        var columns = new ArrayList<Column<?>>();
        for (Column<?> column : table.columns()) {
            if (WORDS.contains(column.type())) {
                columns.addAll(oneForEachWord(column));
            } else {
                columns.add(column.copy());
            }
        }
        requireNamesThatDiffer(columns);
        return Table.create(table.name(), columns);
    }

    private static List<IntColumn> oneForEachWord(Column<?> column) {
        var words = new TreeSet<String>(); // in the order of the alphabet
        for (int row = 0; row < column.size(); row++) {
            words.add(column.getString(row));
        }
        boolean isMissing = words.remove(""); // Tablesaw's word for a missing one
        var columns = new ArrayList<IntColumn>();
        words.forEach(word -> columns.add(onesFor(word, word, column)));
        if (isMissing) {
            columns.add(onesFor("", "missing", column));
        }
        return columns;
    }

    private static IntColumn onesFor(String word, String name, Column<?> column) {
        var ones = IntColumn.create(column.name() + "_" + name);
        for (int row = 0; row < column.size(); row++) {
            ones.append(column.getString(row).equals(word) ? 1 : 0);
        }
        return ones;
    }

    private static void requireNamesThatDiffer(List<Column<?>> columns) {
        var names = new HashSet<String>();
        for (Column<?> column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException(
                        "Two columns would be called '%s': rename one of the table's, as by column.setName(…)"
                                .formatted(column.name()));
            }
        }
    }

    /**
     * Copies a table of numbers into an array.
     *
     * @param manager that the array belongs to
     * @param table with at least one row and one column
     * @return (rows, columns), rounded to float32
     * @throws IllegalArgumentException if a column holds no numbers, or a value is missing; the
     *     message names the column
     */
    public static NDArray toArray(NDManager manager, Table table) {
        require(manager != null, "manager", null, "an NDManager");
        require(table != null, "table", null, "a Table");
        int rows = table.rowCount();
        int columns = table.columnCount();
        require(
                rows > 0 && columns > 0,
                "the table's size",
                rows + " rows of " + columns + " columns",
                "at least one of each");
        var values = new float[rows * columns];
        for (int j = 0; j < columns; j++) {
            double[] column = numbers(table.column(j));
            for (int i = 0; i < rows; i++) {
                values[i * columns + j] = (float) column[i];
            }
        }
        return manager.create(values, new Shape(rows, columns));
    }

    private static double[] numbers(Column<?> column) {
        String name = column.name();
        if (!(column instanceof NumericColumn<?> numbers)) {
            String mend =
                    WORDS.contains(column.type())
                            ? "make numbers of its words with Tables.oneHot(table), or leave it out"
                            : "compute numbers from it, or leave it out";
            throw new IllegalArgumentException(
                    "The column '%1$s' is of type %2$s and holds no numbers: %3$s with table.rejectColumns(\"%1$s\")"
                            .formatted(name, column.type(), mend));
        }
        if (column.countMissing() > 0) {
            int row = 0;
            while (!column.isMissing(row)) row++;
            throw new IllegalArgumentException(
                    "The column '%s' has %,d missing value%s, the first in row %d: fill them with setMissingTo(…), or leave such rows out with table.dropRowsWithMissingValues()"
                            .formatted(
                                    name,
                                    column.countMissing(),
                                    column.countMissing() == 1 ? "" : "s",
                                    row));
        }
        return numbers.asDoubleArray();
    }
}
