package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class TrainingReportTest {

    private static TrainingReport result(String stopped) {
        return new TrainingReport(
                Table.create(), 0.4567, 0.8321, 0.8, 12345.67, 0.1, Device.cpu(), 10, stopped);
    }

    @Test
    void saysFiguresAndSpeedInTwoLines() {
        assertEquals(
                "loss 0.457, train acc 0.832, test acc 0.800\n12345.7 examples/sec on cpu()",
                result("").toString().replace("\r", ""));
        assertFalse(result("").isStopped());
    }

    @Test
    void addsWhereItWasStopped() {
        var result = result("epoch 3, minibatch 57");
        assertTrue(result.isStopped());
        assertEquals("stopped in epoch 3, minibatch 57", result.toString().lines().toList().get(2));
    }
}
