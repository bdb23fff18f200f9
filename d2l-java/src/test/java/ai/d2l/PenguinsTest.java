package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class PenguinsTest {

    @Test
    void areThoseOfTheirSource() throws IOException {
        Table penguins = Penguins.load();
        assertEquals("344 rows X 8 cols", penguins.shape().replaceFirst("^\\S+: ", ""));
        assertArrayEquals(new int[] {0, 0, 2, 2, 2, 2, 11, 0}, missing(penguins));
        assertEquals(152 + 68 + 124, penguins.stringColumn("species").size());
        var gentoo = penguins.stringColumn("species").isEqualTo("Gentoo");
        assertEquals(124, penguins.where(gentoo).rowCount());
        assertEquals(43.92193, penguins.doubleColumn("bill_length_mm").mean(), 1e-5);
        assertEquals(4201.75439, penguins.intColumn("body_mass_g").mean(), 1e-5);
    }

    private static int[] missing(Table table) {
        return table.columns().stream().mapToInt(column -> column.countMissing()).toArray();
    }

    @Test
    void haveTheirTypes() throws IOException {
        var types = Penguins.load().columns().stream().map(column -> column.type().name());
        assertEquals(
                List.of(
                        "STRING", "STRING", "DOUBLE", "DOUBLE", "INTEGER", "INTEGER", "STRING",
                        "INTEGER"),
                types.toList());
    }

    @Test
    void areReadAfreshEachTime() throws IOException {
        Penguins.load().removeColumns("species");
        assertEquals(8, Penguins.load().columnCount());
    }
}
