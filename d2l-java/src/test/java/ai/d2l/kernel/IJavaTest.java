package ai.d2l.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.Animator;
import ai.d2l.internal.notebook.Notebook;
import ai.d2l.kernel.OldKernel.Published;
import ai.djl.ndarray.NDManager;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IJavaTest {

    private static Animator draw() {
        var animator =
                Animator.builder().setLegend("loss").optXLabel("epoch").optXLim(0, 3).build();
        for (int epoch = 1; epoch <= 3; epoch++) {
            animator.add(epoch, 1.0 / epoch);
            animator.finish(); // returns when the picture was sent
        }
        return animator;
    }

    @Test
    void showsACurveOnceAndThenReplacesItInPlace() throws Exception {
        try (var kernel = new OldKernel()) {
            List<Published> shown =
                    kernel.run(
                            () -> {
                                draw();
                                return null;
                            });
            assertEquals("display_data", shown.get(0).type());
            List<Published> updates = shown.subList(1, shown.size());
            assertTrue(updates.size() >= 2, shown::toString);
            assertEquals(
                    Set.of("update_display_data"),
                    updates.stream().map(Published::type).collect(Collectors.toSet()));
            assertEquals(
                    Set.of(shown.get(0).displayId()),
                    shown.stream().map(Published::displayId).collect(Collectors.toSet()));
            Published last = shown.get(shown.size() - 1);
            assertEquals("epoch 3: loss 0.333", last.data("text/plain"));
            byte[] png = Base64.getDecoder().decode(last.data("image/png"));
            assertEquals(600, ImageIO.read(new ByteArrayInputStream(png)).getWidth());
        }
    }

    @Test
    void showsAnArrayAsACellsLastValueOnceThatWasAskedFor() throws Exception {
        try (var kernel = new OldKernel();
                var manager = NDManager.newBaseManager()) {
            var array = manager.create(new int[] {7});
            Published plain = kernel.run(() -> array).get(0);
            assertFalse(plain.content().getAsJsonObject("data").has("text/html"));
            kernel.run(
                    () -> {
                        RichOutput.enable();
                        return null;
                    });
            Published rich = kernel.run(() -> array).get(0);
            assertEquals("execute_result", rich.type());
            assertTrue(rich.data("text/html").contains("<td>7</td>"));
        }
    }

    @Test
    void isFoundAsLongAsItRuns() throws Exception {
        try (var kernel = new OldKernel()) {
            assertEquals(kernel, Notebook.current().orElseThrow().kernel());
        }
        assertTrue(Notebook.current().isEmpty());
    }
}
