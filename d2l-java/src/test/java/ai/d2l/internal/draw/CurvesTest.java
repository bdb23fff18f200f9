package ai.d2l.internal.draw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class CurvesTest {

    private final Curves curves = new Curves("epoch", List.of("loss", "acc"));

    @Test
    void areCompleteWhereEachHasAValue() {
        curves.add(1, 0.5, null);
        assertFalse(curves.isComplete(1));
        curves.add(1, null, 0.25);
        assertTrue(curves.isComplete(1));
        assertFalse(curves.isComplete(2));
    }

    @Test
    void orderTheirPointsByX() {
        curves.add(2, 0.25, null);
        curves.add(1, 0.5, 0.1);
        assertArrayEquals(new double[] {1, 2}, curves.series(0).x());
        assertArrayEquals(new double[] {0.5, 0.25}, curves.series(0).y());
        assertArrayEquals(new double[] {1}, curves.series(1).x());
    }

    @Test
    void takeAnyNumberAndDrawNoInfiniteOne() {
        curves.add(1, 3, 4L);
        curves.add(2, Float.NaN, Double.POSITIVE_INFINITY);
        assertArrayEquals(new double[] {3}, curves.series(0).y());
        assertArrayEquals(new double[] {4}, curves.series(1).y());
        assertTrue(curves.isComplete(2), "what is not drawn was given all the same");
    }

    @Test
    void keepEveryPointOfAMillion() {
        for (int i = 0; i < 1_000_000; i++) {
            curves.add(i, i, -i);
        }
        assertEquals(1_000_000, curves.toTable().rowCount());
        assertEquals(-999_999.0, curves.toTable().doubleColumn("acc").get(999_999));
        assertEquals("loss 999999.000, acc -999999.000", curves.newest());
    }

    @Test
    void sayTheirNewestValues() {
        assertEquals("", curves.newest());
        curves.add(1, 0.5, 0.1);
        curves.add(1.5, 0.25, null);
        assertEquals("loss 0.250, acc 0.100", curves.newest());
    }

    @Test
    void areEmptyUntilSomethingIsAdded() {
        assertTrue(curves.isEmpty());
        curves.add(1, null, null);
        assertFalse(curves.isEmpty());
    }
}
