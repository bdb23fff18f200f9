package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class TrainingReportTest {

    private static TrainingReport result(String stopped) {
        var accuracy = List.of(Metric.accuracy());
        var train = new Means(accuracy, 4567, new double[] {8321}, 10_000);
        var test = new Means(accuracy, Double.NaN, new double[] {800}, 1000);
        return report(train, test, stopped);
    }

    private static TrainingReport report(Means train, Means test, String stopped) {
        return new TrainingReport(
                Table.create(), train, test, 12345.67, 0.1, Device.cpu(), 10, stopped);
    }

    @Test
    void saysFiguresAndSpeedInTwoLines() {
        assertEquals(
                "loss 0.457, train acc 0.832, test acc 0.800\n12345.7 examples/sec on cpu()",
                result("").toString().replace("\r", ""));
        assertFalse(result("").isStopped());
    }

    @Test
    void saysTheLossOnTheTestSetWhereNothingIsMeasuredBesideIt() {
        var train = new Means(List.of(), 5, new double[0], 10);
        var test = new Means(List.of(), 15, new double[0], 20);
        var result = report(train, test, "");
        assertTrue(result.toString().startsWith("loss 0.500, test loss 0.750"), result::toString);
        assertTrue(Double.isNaN(result.testAccuracy()));
    }

    @Test
    void addsWhereItWasStopped() {
        var result = result("epoch 3, minibatch 57");
        assertTrue(result.isStopped());
        assertEquals("stopped in epoch 3, minibatch 57", result.toString().lines().toList().get(2));
    }
}
