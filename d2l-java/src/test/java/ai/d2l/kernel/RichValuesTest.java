package ai.d2l.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;

class RichValuesTest {

    /** A kernel as IJava is one, without a language. */
    private static final class OldKernel extends BaseKernel {

        @Override
        public DisplayData eval(String code) {
            throw new UnsupportedOperationException("no language");
        }

        @Override
        public LanguageInfo getLanguageInfo() {
            return new LanguageInfo.Builder("none").build();
        }
    }

    @Test
    void areShownByTheKernelThatIJavaIsMadeOn() {
        var kernel = new OldKernel();
        RichValues.register(kernel);
        try (var manager = NDManager.newBaseManager()) {
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
