import ai.djl.ndarray.*;
import java.util.*;
import tech.tablesaw.api.*;
import tech.tablesaw.columns.Column;

/** Makes an array of a table. */
final class Tables {
    /** Puts a column of 0 and 1 for each word in the place of a column of words. */
    static Table oneHot(Table table) {
        var columns = new ArrayList<Column<?>>();
        for (Column<?> column : table.columns()) {
            if (!(column instanceof StringColumn words)) {
                columns.add(column.copy());
                continue;
            }
            var names = new TreeMap<String, String>();
            for (String word : words) {
                names.put(word.isEmpty() ? "\uffff" : word, word); // what is missing comes last
            }
            for (String word : names.values()) {
                String name = column.name() + "_" + (word.isEmpty() ? "missing" : word);
                var ones = IntColumn.create(name);
                for (String each : words) ones.append(each.equals(word) ? 1 : 0);
                columns.add(ones);
            }
        }
        return Table.create(table.name(), columns);
    }

    static NDArray toArray(NDManager manager, Table table) {
        var rows = new float[table.rowCount()][table.columnCount()];
        for (int j = 0; j < table.columnCount(); j++) {
            Column<?> column = table.column(j);
            if (!(column instanceof NumericColumn<?> numbers) || column.countMissing() > 0) {
                throw new IllegalArgumentException(column.name() + " has words or holes");
            }
            for (int i = 0; i < rows.length; i++) rows[i][j] = (float) numbers.getDouble(i);
        }
        return manager.create(rows);
    }
}
