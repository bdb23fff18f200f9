package ai.d2l.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;

class RichValuesTest {

    @Test
    void areShownByTheKernelThatIJavaIsMadeOn() throws Exception {
        try (var kernel = new OldKernel();
                var manager = NDManager.newBaseManager()) {
            RichValues.register(kernel);
            var shown = kernel.getRenderer().render(manager.create(new int[] {7}));
            assertTrue(shown.getData(MIMEType.TEXT_HTML).toString().contains("<td>7</td>"));
            assertTrue(shown.getData(MIMEType.TEXT_PLAIN).toString().startsWith("NDArray (1)"));
        }
    }

    @Test
    void areRefusedByWhatIsNoKernel() {
        var error =
                assertThrows(IllegalStateException.class, () -> RichValues.register(new Object()));
        assertEquals("This kernel does not show values as JJava does", error.getMessage());
    }
}
