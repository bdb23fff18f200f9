package ai.d2l.plot;

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
        assertEquals(List.of(1.0, 2.0), curves.points(0).x());
        assertEquals(List.of(0.5, 0.25), curves.points(0).y());
        assertEquals(List.of(1.0), curves.points(1).x());
    }

    @Test
    void takeAnyNumberAndDrawNoInfiniteOne() {
        curves.add(1, 3, 4L);
        curves.add(2, Float.NaN, Double.POSITIVE_INFINITY);
        assertEquals(List.of(3.0), curves.points(0).y());
        assertEquals(List.of(4.0), curves.points(1).y());
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
