package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TablesTest {

    private static Table boots() {
        return Table.create(
                "boots",
                IntColumn.create("size", 41, 38, 44),
                StringColumn.create("colour", "red", "black", "red"),
                DoubleColumn.create("price", 89.5, 120, 60));
    }

    private static String whyNot(Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }

    @Test
    void makesAColumnForEachWordInItsPlace() {
        Table encoded = Tables.oneHot(boots());
        assertEquals(List.of("size", "colour_black", "colour_red", "price"), encoded.columnNames());
        assertArrayEquals(new int[] {0, 1, 0}, encoded.intColumn("colour_black").asIntArray());
        assertArrayEquals(new int[] {1, 0, 1}, encoded.intColumn("colour_red").asIntArray());
        assertEquals("boots", encoded.name());
    }

    @Test
    void marksWhatIsMissing() {
        Table boots = boots();
        boots.column("colour").setMissing(1);
        Table encoded = Tables.oneHot(boots);
        assertEquals(
                List.of("size", "colour_red", "colour_missing", "price"), encoded.columnNames());
        assertArrayEquals(new int[] {0, 1, 0}, encoded.intColumn("colour_missing").asIntArray());
    }

    @Test
    void takesBooleansForWords() {
        Table encoded =
                Tables.oneHot(Table.create("", BooleanColumn.create("new", true, false, true)));
        assertEquals(List.of("new_false", "new_true"), encoded.columnNames());
        assertArrayEquals(new int[] {1, 0, 1}, encoded.intColumn("new_true").asIntArray());
    }

    @Test
    void leavesTheTableAsItWas() {
        Table boots = boots();
        Tables.oneHot(boots).intColumn("size").set(0, 99);
        assertEquals(41, boots.intColumn("size").get(0));
        assertEquals(3, boots.columnCount());
    }

    @Test
    void refusesNamesThatMeet() {
        Table boots = boots();
        boots.column("size").setName("colour_red");
        assertEquals(
                "Two columns would be called 'colour_red': rename one of the table's, as by"
                        + " column.setName(…)",
                whyNot(() -> Tables.oneHot(boots)));
    }

    @Test
    void copiesTheNumbersRowByRow() {
        try (NDManager manager = EngineSetup.engine().newBaseManager()) {
            NDArray array = Tables.toArray(manager, Tables.oneHot(boots()));
            assertEquals(new Shape(3, 4), array.getShape());
            assertEquals(DataType.FLOAT32, array.getDataType());
            assertArrayEquals(
                    new float[] {41, 0, 1, 89.5f, 38, 1, 0, 120, 44, 0, 1, 60},
                    array.toFloatArray());
        }
    }

    @Test
    void refusesWhatIsNoNumber() {
        try (NDManager manager = EngineSetup.engine().newBaseManager()) {
            assertEquals(
                    "The column 'colour' is of type STRING and holds no numbers: make numbers of its"
                            + " words with Tables.oneHot(table), or leave it out with"
                            + " table.rejectColumns(\"colour\")",
                    whyNot(() -> Tables.toArray(manager, boots())));
            var day = DateColumn.create("day", List.of(LocalDate.EPOCH));
            assertEquals(
                    "The column 'day' is of type LOCAL_DATE and holds no numbers: compute numbers from"
                            + " it, or leave it out with table.rejectColumns(\"day\")",
                    whyNot(() -> Tables.toArray(manager, Table.create("", day))));
        }
    }

    @Test
    void refusesWhatIsMissing() {
        Table sizes = boots().selectColumns("size");
        sizes.column("size").setMissing(1);
        try (NDManager manager = EngineSetup.engine().newBaseManager()) {
            assertEquals(
                    "The column 'size' has 1 missing value, the first in row 1: fill them with"
                            + " setMissingTo(…), or leave such rows out with"
                            + " table.dropRowsWithMissingValues()",
                    whyNot(() -> Tables.toArray(manager, sizes)));
        }
    }

    @Test
    void refusesATableWithoutRows() {
        try (NDManager manager = EngineSetup.engine().newBaseManager()) {
            assertEquals(
                    "the table's size is 0 rows of 3 columns: it takes at least one of each",
                    whyNot(() -> Tables.toArray(manager, boots().emptyCopy())));
        }
    }
}
