package ai.d2l.view;

import ai.d2l.plot.Rendering;
import tech.tablesaw.api.Table;

/** Shows the first rows of a Tablesaw table, and how many there are. */
public final class TableView {

    private static final int MOST_ROWS = 20;

    private TableView() {}

    /** A short table is shown whole. */
    public static Rendering of(Table table) {
        Table first = table.first(MOST_ROWS);
        String html = first.write().toString("html");
        if (table.rowCount() <= MOST_ROWS) {
            return Rendering.ofHtml(first.print(), html);
        }
        String size = "the first %d of %,d rows".formatted(MOST_ROWS, table.rowCount());
        return Rendering.ofHtml(first.print() + "\n" + size, html + "<p>" + size + "</p>");
    }
}
