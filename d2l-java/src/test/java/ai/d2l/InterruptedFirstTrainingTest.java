package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Much is loaded in the first training of a process; an interrupt must not leave it half loaded.
 */
class InterruptedFirstTrainingTest {

    /** Trains in a thread that is interrupted all the time, then undisturbed. */
    static final class Impatient {
        public static void main(String[] args) throws InterruptedException {
            try (NDManager manager = EngineSetup.engine().newBaseManager(Device.cpu())) {
                var first = new Thread(() -> train(manager));
                first.setUncaughtExceptionHandler(
                        (t, e) -> System.out.println("interrupted: " + e));
                first.start();
                while (first.isAlive()) {
                    first.interrupt();
                    Thread.sleep(1);
                }
                System.out.println("epochs " + train(manager).epochs());
            }
        }

        private static TrainingReport train(NDManager manager) {
            var minibatches = ToyData.stripes(manager, 100, 10);
            return Training.trainCh6(
                    ToyData.linear(), minibatches, minibatches, 2, 0.5, Device.cpu());
        }
    }

    /** Makes its first table in a thread that is interrupted all the time. */
    static final class Stopped {
        public static void main(String[] args) throws InterruptedException {
            var first = new Thread(() -> Summary.of(ToyData.linear()));
            first.start();
            while (first.isAlive()) {
                first.interrupt();
                Thread.sleep(1);
            }
            System.out.println("rows " + Summary.of(ToyData.linear()).rowCount());
        }
    }

    @Test
    void makesTheFirstTable() throws Exception {
        String engine = "-Dd2l.engine=" + EngineSetup.engine().getEngineName();
        var lines = ChildJvm.run(Stopped.class, Map.of(), engine);
        assertEquals("rows 3", lines.get(lines.size() - 1), lines::toString);
    }

    @Test
    void leavesTheNextOneAsItWouldBe() throws Exception {
        String engine = "-Dd2l.engine=" + EngineSetup.engine().getEngineName();
        var lines = ChildJvm.run(Impatient.class, Map.of(), engine);
        assertEquals("epochs 2", lines.get(lines.size() - 1), lines::toString);
        assertEquals(
                List.of(), lines.stream().filter(line -> line.startsWith("interrupted")).toList());
    }
}
