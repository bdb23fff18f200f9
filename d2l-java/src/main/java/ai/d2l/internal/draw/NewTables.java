package ai.d2l.internal.draw;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Makes tables, in a thread that may be interrupted, too.
 *
 * <p>Tablesaw looks through the class path when its first table is made; where that is interrupted,
 * this process can make no table any more. Nobody interrupts the thread in which that is done here.
 */
public final class NewTables {

    private NewTables() {}

    /** Returns a table of these columns. */
    public static Table create(String name, Column<?>... columns) {
        return make(() -> Table.create(name, columns));
    }

    /** Returns what the supplier makes or reads; what that throws is in a CompletionException. */
    public static Table make(Supplier<Table> table) {
        Executor own =
                task -> {
                    var thread = new Thread(task, "d2l-table");
                    thread.setDaemon(true);
                    thread.start();
                };
        return CompletableFuture.supplyAsync(table, own).join();
    }
}
