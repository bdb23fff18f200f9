package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class AccumulatorTest {

    private final Accumulator metric = new Accumulator(3);

    @Test
    void sumsEachPlaceByItself() {
        metric.add(1, 10, 100);
        metric.add(2, 20, 200.5);
        assertEquals(3, metric.get(0));
        assertEquals(30, metric.get(1));
        assertEquals(300.5, metric.get(2));
    }

    @Test
    void startsAtZeroAndResetsToZero() {
        assertEquals(0, metric.get(1));
        metric.add(1, 2, 3);
        metric.reset();
        assertEquals(0, metric.get(1));
    }

    @Test
    void countsPastTheWholeNumbersThatAFloatHolds() {
        metric.add(1 << 24, 0, 0);
        metric.add(1, 0, 0);
        assertEquals((1 << 24) + 1, metric.get(0));
    }

    @Test
    void refusesAnotherNumberOfValuesAndKeepsItsSums() {
        metric.add(1, 2, 3);
        var error = assertThrows(IllegalArgumentException.class, () -> metric.add(1));
        assertEquals("Accumulator of 3 sums, got 1 value", error.getMessage());
        error = assertThrows(IllegalArgumentException.class, () -> metric.add(1, 2, 3, 4));
        assertEquals("Accumulator of 3 sums, got 4 values", error.getMessage());
        assertEquals(1, metric.get(0));
    }

    @Test
    void namesTheLastSumWhenThereIsNoSuchOne() {
        var error = assertThrows(IndexOutOfBoundsException.class, () -> metric.get(3));
        assertEquals("Accumulator of 3 sums has no sum 3, the last one is 2", error.getMessage());
        assertThrows(IndexOutOfBoundsException.class, () -> metric.get(-1));
    }

    @Test
    void needsASum() {
        var error = assertThrows(IllegalArgumentException.class, () -> new Accumulator(0));
        assertEquals("An Accumulator needs at least 1 sum, got 0", error.getMessage());
    }
}
