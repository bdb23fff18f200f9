package ai.d2l.internal.draw;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Makes tables, in a thread that may be interrupted, too.
 *
 * <p>Tablesaw looks through the class path when its first table is made; where that is interrupted,
 * this process can make no table any more. Nobody interrupts the thread in which that is done here.
 */
public final class Tables {

    private Tables() {}

    /** Returns a table of these columns. */
    public static Table create(String name, Column<?>... columns) {
        Executor own =
                task -> {
                    var thread = new Thread(task, "d2l-table");
                    thread.setDaemon(true);
                    thread.start();
                };
        return CompletableFuture.supplyAsync(() -> Table.create(name, columns), own).join();
    }
}
