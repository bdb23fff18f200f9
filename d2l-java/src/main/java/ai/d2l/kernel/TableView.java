package ai.d2l.kernel;

import ai.d2l.internal.notebook.Rendering;
import tech.tablesaw.api.Table;

/** Shows the first rows of a Tablesaw table, and how many there are. */
final class TableView {

    private static final int MOST_ROWS = 20;

    private TableView() {}

    /** A short table is shown whole. */
    static Rendering of(Table table) {
        return of(table, MOST_ROWS);
    }

    /** A table of so many rows is shown whole. */
    static Rendering of(Table table, int mostRows) {
        Table first = table.first(mostRows);
        String html = first.write().toString("html");
        if (table.rowCount() <= mostRows) {
            return Rendering.ofHtml(first.print(), html);
        }
        String size = "the first %d of %,d rows".formatted(mostRows, table.rowCount());
        return Rendering.ofHtml(first.print() + "\n" + size, html + "<p>" + size + "</p>");
    }
}
