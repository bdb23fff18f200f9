package ai.d2l;

import ai.d2l.internal.draw.NewTables;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/**
 * 344 penguins of three species, measured on the islands around Palmer Station, Antarctica; the
 * table is in the jar.
 *
 * <pre>{@code
 * Table penguins = Penguins.load();
 * Table numbers = Tables.oneHot(penguins.dropRowsWithMissingValues());
 * NDArray X = Tables.toArray(manager, numbers);
 * }</pre>
 *
 * <p>Source: A. M. Horst, A. P. Hill, K. B. Gorman, "palmerpenguins: Palmer Archipelago
 * (Antarctica) penguin data", 2020, doi 10.5281/zenodo.3960218, CC0 1.0.
 */
public final class Penguins {

    private static final String FILE = "internal/data/penguins/penguins.csv.gz";

    private Penguins() {}

    /**
     * Loads the table.
     *
     * @return 344 rows, 19 values missing; species, island and sex as text, bill_length_mm and
     *     bill_depth_mm as double, flipper_length_mm, body_mass_g and year (2007 to 2009) as int
     * @throws IOException if the jar lacks it
     */
    public static Table load() throws IOException {
        try (var packed = Penguins.class.getResourceAsStream(FILE)) {
            if (packed == null) {
                throw new IOException("the module's jar lacks ai/d2l/" + FILE);
            }
            var unpacked = new GZIPInputStream(packed);
            Reader text = new InputStreamReader(unpacked, StandardCharsets.UTF_8);
            var options = CsvReadOptions.builder(text).tableName("penguins").build();
            return NewTables.make(() -> Table.read().usingOptions(options));
        }
    }
}
