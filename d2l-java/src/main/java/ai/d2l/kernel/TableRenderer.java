package ai.d2l.kernel;

import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import tech.tablesaw.api.Table;

/** Shows a Tablesaw table that is the last expression of a cell as an HTML table. */
final class TableRenderer {

    private static final int MAX_ROWS = 20;

    private TableRenderer() {}

    static void register(Renderer renderer) {
        renderer.createRegistration(Table.class)
                .preferring(MIMEType.TEXT_HTML, MIMEType.TEXT_PLAIN)
                .register(
                        (table, context) -> {
                            context.renderIfRequested(MIMEType.TEXT_HTML, () -> html(table));
                            context.renderIfRequested(
                                    MIMEType.TEXT_PLAIN, () -> firstRows(table).print());
                        });
    }

    private static String html(Table table) {
        String rows = firstRows(table).write().toString("html");
        return table.rowCount() <= MAX_ROWS
                ? rows
                : rows + "<p>the first %d of %,d rows</p>".formatted(MAX_ROWS, table.rowCount());
    }

    private static Table firstRows(Table table) {
        return table.first(MAX_ROWS);
    }
}
