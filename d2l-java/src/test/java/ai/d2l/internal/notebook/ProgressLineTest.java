package ai.d2l.internal.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.Printed;
import ai.d2l.kernel.TinyKernel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProgressLineTest {

    private static final long SECOND = 1_000_000_000L;
    private long now;

    private void minutePass(ProgressLine line) {
        for (int minibatch = 1; minibatch <= 60; minibatch++) {
            now += SECOND;
            line.update(minibatch, 60);
        }
    }

    @Test
    void saysNothingOfWhatIsSoonDone() {
        var line = new ProgressLine("evaluating", () -> now);
        assertEquals(
                List.of(),
                Printed.by(
                        () -> {
                            line.update(1, 2);
                            now += SECOND;
                            line.update(2, 2);
                        }));
    }

    @Test
    void printsALineEveryFiveSecondsOutsideOfANotebook() {
        var lines = Printed.by(() -> minutePass(new ProgressLine("evaluating", () -> now)));
        assertEquals("evaluating: 2 of 60 examples, 58 s left", lines.get(0));
        assertEquals("evaluating: 7 of 60 examples, 53 s left", lines.get(1));
        assertEquals(12, lines.size());
    }

    @Test
    void replacesItsLineInANotebookAndSaysInTheEndWhatWasDone() {
        try (var kernel = new TinyKernel()) {
            kernel.beginCell();
            minutePass(new ProgressLine("evaluating", () -> now));
            var first = kernel.next();
            assertEquals("display_data", first.type());
            var last = first;
            for (int i = 3; i <= 60; i++) {
                last = kernel.next();
                assertEquals("update_display_data", last.type());
                assertEquals(first.displayId(), last.displayId());
            }
            assertEquals(Map.of("text/plain", "evaluating: 60 examples"), last.data());
            assertTrue(kernel.isSilent());
            kernel.endCell();
        }
    }
}
