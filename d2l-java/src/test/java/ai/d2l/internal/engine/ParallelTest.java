package ai.d2l.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParallelTest {

    @Test
    void keepsTheOrderOfTheParts() {
        assertEquals(List.of(1, 4, 9), Parallel.map(List.of(1, 2, 3), i -> i * i));
    }

    @Test
    void doesAllPartsAtTheSameTime() {
        var allThere = new CountDownLatch(3);
        var results =
                Parallel.map(
                        List.of(1, 2, 3),
                        i -> {
                            allThere.countDown();
                            return awaited(allThere);
                        });
        assertEquals(List.of(true, true, true), results);
    }

    @Test
    void waitsForTheOthersWhenOneFails() {
        var done = new AtomicInteger();
        var error =
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                Parallel.map(
                                        List.of(1, 2, 3),
                                        i -> {
                                            if (i == 1) {
                                                throw new IllegalStateException("part 1");
                                            }
                                            pause();
                                            return done.incrementAndGet();
                                        }));
        assertEquals("part 1", error.getMessage());
        assertEquals(2, done.get());
    }

    @Test
    void keepsAnInterruptForTheCaller() {
        Thread.currentThread().interrupt();
        assertEquals(List.of(2, 3), Parallel.map(List.of(1, 2), i -> i + 1));
        assertTrue(Thread.interrupted());
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
