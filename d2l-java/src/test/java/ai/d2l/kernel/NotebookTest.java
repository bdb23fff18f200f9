package ai.d2l.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.notebook.Notebook;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NotebookTest {

    @Test
    void isNotThereOutsideAKernel() {
        assertEquals(Optional.empty(), Notebook.current());
    }

    @Test
    void showsAnOutputAndReplacesIt() {
        try (var kernel = new TinyKernel()) {
            kernel.beginCell();
            var notebook = Notebook.current().orElseThrow();
            assertTrue(notebook.display("a", Map.of("text/plain", "one")));
            assertTrue(notebook.update("a", Map.of("text/plain", "two")));
            assertEquals(
                    new TinyKernel.Output("display_data", "a", Map.of("text/plain", "one")),
                    kernel.next());
            assertEquals(
                    new TinyKernel.Output("update_display_data", "a", Map.of("text/plain", "two")),
                    kernel.next());
        }
    }

    @Test
    void saysThatNoCellIsThereToShowAnOutput() {
        try (var kernel = new TinyKernel()) {
            var notebook = Notebook.current().orElseThrow();
            assertFalse(notebook.display("a", Map.of("text/plain", "one")));
            kernel.beginCell();
            kernel.endCell();
            assertFalse(notebook.update("a", Map.of("text/plain", "two")));
            assertTrue(kernel.isSilent());
        }
    }
}
