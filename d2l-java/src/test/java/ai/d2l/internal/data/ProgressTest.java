package ai.d2l.internal.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void tellsSizeAndTimeLeft() {
        var progress = new Progress("file", 30_000_000, 0, line -> {});
        assertEquals("file: 10.0 MB of 30.0 MB, 4 s left", progress.text(10_000_000, 2 * SECOND));
    }

    @Test
    void countsOnlyTheBytesThatCameForTheSpeed() {
        var progress = new Progress("file", 30_000_000, 20_000_000, line -> {});
        assertEquals("file: 25.0 MB of 30.0 MB, 1 s left", progress.text(25_000_000, SECOND));
        assertEquals("file: 20.0 MB of 30.0 MB", progress.text(20_000_000, SECOND));
    }

    @Test
    void doesNotGuessWhenTheSizeIsUnknownOrWrong() {
        assertEquals("it: 5.0 MB so far", new Progress("it", 0, 0, s -> {}).text(5_000_000, 1));
        assertEquals("it: 5.0 MB so far", new Progress("it", 9, 0, s -> {}).text(5_000_000, 1));
    }

    @Test
    void speaksAtMostOnceASecond() throws InterruptedException {
        var lines = new ArrayList<String>();
        var progress = new Progress("file", 100, 0, lines::add);
        progress.update(1);
        Thread.sleep(1010);
        progress.update(2);
        progress.update(3);
        assertEquals(1, lines.size(), lines.toString());
    }
}
