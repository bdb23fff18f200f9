package ai.d2l.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.knowm.xchart.XYChart;

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
    void givesAPictureItsTextAsItsAlternative() throws ReflectiveOperationException {
        try (var kernel = new TinyKernel()) {
            RichOutput.enable();
            var chart = new XYChart(300, 200);
            chart.addSeries("rates", new double[] {1, 2}, new double[] {3, 4});
            var shown = kernel.getRenderer().render(chart);
            assertEquals("chart, rates", shown.getData(MIMEType.TEXT_PLAIN));
            var metadata = shown.getClass().getDeclaredField("metadata");
            metadata.setAccessible(true);
            assertEquals(Map.of("image/png", Map.of("alt", "chart, rates")), metadata.get(shown));
        }
    }

    @Test
    void saysThatThereIsNoKernel() {
        var error = assertThrows(IllegalStateException.class, RichOutput::enable);
        assertEquals("No Java kernel runs this", error.getMessage());
    }
}
