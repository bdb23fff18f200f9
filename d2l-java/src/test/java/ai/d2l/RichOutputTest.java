package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.d2l.kernel.TinyKernel;
import ai.djl.ndarray.NDManager;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RichOutputTest {

    @Test
    void letsAKernelWithoutExtensionsShowAnArray() {
        try (var kernel = new TinyKernel();
                var manager = NDManager.newBaseManager()) {
            RichOutput.enable();
            RichOutput.enable();
            var shown = kernel.getRenderer().render(manager.create(new int[] {7}));
            assertEquals(
                    "<div>NDArray (1) int32 on cpu(), 1 values</div>"
                            + "<table><tbody><tr><td>7</td></tr></tbody></table>",
                    shown.getData(MIMEType.TEXT_HTML));
        }
    }

    @Test
    void saysThatThereIsNoKernel() {
        var error = assertThrows(IllegalStateException.class, RichOutput::enable);
        assertEquals("No Java kernel runs this", error.getMessage());
    }
}
