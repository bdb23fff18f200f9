package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimerTest {

    private final Timer timer = new Timer();

    private double lap() {
        timer.start();
        return timer.stop();
    }

    @Test
    void recordsWhatStopReturns() {
        double first = lap();
        double second = lap();
        assertEquals(List.of(first, second), timer.times());
        assertTrue(first >= 0 && first < 3600, "seconds, got " + first);
    }

    @Test
    void sumsAndAveragesItsLaps() {
        double first = lap();
        double second = lap();
        assertEquals(first + second, timer.sum());
        assertEquals((first + second) / 2, timer.avg());
        assertEquals(List.of(first, first + second), timer.cumsum());
    }

    @Test
    void measuresTheTimeBetweenStartAndStop() {
        long before = System.nanoTime();
        timer.start();
        long inside = System.nanoTime();
        while (System.nanoTime() - inside < 1_000_000) {
            Thread.onSpinWait();
        }
        double seconds = timer.stop();
        assertTrue(seconds >= 0.001 && seconds <= (System.nanoTime() - before) / 1e9);
    }

    @Test
    void sumsNoLapsToNothing() {
        assertEquals(0, timer.sum());
        assertEquals(List.of(), timer.cumsum());
    }

    @Test
    void hasNoMeanOfNoLaps() {
        var error = assertThrows(IllegalStateException.class, timer::avg);
        assertEquals("Timer.avg() of no laps: call start() and stop() first", error.getMessage());
    }

    @Test
    void doesNotStopWhatDoesNotRun() {
        var error = assertThrows(IllegalStateException.class, timer::stop);
        assertEquals("Timer.stop() without start(): no lap is running", error.getMessage());
        lap();
        assertThrows(IllegalStateException.class, timer::stop);
        assertEquals(1, timer.times().size());
    }

    @Test
    void givesLapsThatNobodyCanChange() {
        lap();
        assertThrows(UnsupportedOperationException.class, () -> timer.times().clear());
    }

    @Test
    void saysItsLaps() {
        var timer = new Timer();
        timer.start();
        assertEquals("0 laps, 0.000 s, and one that is running", timer.toString());
        timer.stop();
        assertTrue(timer.toString().matches("1 lap, \\d+\\.\\d{3} s"), timer.toString());
    }
}
