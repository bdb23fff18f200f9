package ai.d2l.internal.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.kernel.TinyKernel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LivePictureTest {

    private final TinyKernel kernel = new TinyKernel();
    private final AtomicInteger state = new AtomicInteger();
    private final AtomicInteger painters = new AtomicInteger();
    private final AtomicInteger mostPainters = new AtomicInteger();
    private volatile long drawingMillis = 0;
    private LivePicture picture;

    @BeforeEach
    void start() {
        kernel.beginCell();
        picture = new LivePicture(Notebook.current().orElseThrow(), this::draw);
    }

    @AfterEach
    void close() {
        kernel.close();
    }

    private Rendering draw() {
        mostPainters.accumulateAndGet(painters.incrementAndGet(), Math::max);
        var frame = Rendering.ofText(String.valueOf(state.get()));
        try {
            Thread.sleep(drawingMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        painters.decrementAndGet();
        return frame;
    }

    private static String text(TinyKernel.Output output) {
        return output.data().get("text/plain");
    }

    @Test
    void isOneOutputThatIsReplaced() throws InterruptedException {
        picture.refreshNow();
        state.set(1);
        picture.refreshNow();
        var first = kernel.next();
        var second = kernel.next();
        assertEquals("display_data", first.type());
        assertEquals("update_display_data", second.type());
        assertEquals(first.displayId(), second.displayId());
        assertEquals("1", text(second));
    }

    @Test
    void isDrawnByOnePainterAtATimeAndEndsWithTheNewestState() throws InterruptedException {
        for (int i = 1; i <= 20_000; i++) {
            state.set(i);
            picture.refresh();
            if (i % 50 == 0) {
                picture.refreshNow();
            }
        }
        assertEquals(1, mostPainters.get());
        String last = "";
        while (!last.equals("20000")) {
            String next = text(kernel.next());
            assertTrue(last.isEmpty() || Integer.parseInt(next) >= Integer.parseInt(last));
            last = next;
        }
    }

    @Test
    void isShownThoughStatesComeFasterThanTheyAreDrawn() throws InterruptedException {
        drawingMillis = 20;
        var shown = new AtomicBoolean();
        var impatient =
                new Thread(
                        () -> {
                            while (!shown.get()) {
                                state.incrementAndGet();
                                picture.refresh();
                            }
                        });
        impatient.start();
        String early = text(kernel.next());
        String later = text(kernel.next());
        shown.set(true);
        impatient.join();
        assertNotEquals(early, later);
    }

    @Test
    void isSentAgainInTheNextCell() throws InterruptedException {
        picture.refreshNow();
        kernel.next();
        kernel.endCell();
        state.set(5);
        picture.refreshNow();
        assertTrue(kernel.isSilent());
        kernel.beginCell();
        assertEquals("5", text(kernel.next()));
    }

    @Test
    void goesOnAfterADrawingThatFailed() throws InterruptedException {
        var failed = new CountDownLatch(1);
        var fragile =
                new LivePicture(
                        Notebook.current().orElseThrow(),
                        () -> {
                            if (failed.getCount() > 0) {
                                failed.countDown();
                                throw new IllegalStateException("asked for by the test");
                            }
                            return draw();
                        });
        fragile.refreshNow();
        fragile.refreshNow();
        assertEquals("0", text(kernel.next()));
    }
}
