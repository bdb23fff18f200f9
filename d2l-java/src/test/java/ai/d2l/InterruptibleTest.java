package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterruptibleTest {

    private final NDManager manager = EngineSetup.engine().newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void passesAllMinibatchesWhenNobodyInterrupts() {
        int count = 0;
        for (Batch batch : Interruptible.pass(ToyData.stripes(manager, 50, 10))) {
            batch.close();
            count++;
        }
        assertEquals(5, count);
    }

    @Test
    void endsAfterAnInterruptAndLeavesTheFlag() {
        int count = 0;
        for (Batch batch : Interruptible.pass(ToyData.stripes(manager, 50, 10))) {
            batch.close();
            if (++count == 2) {
                Thread.currentThread().interrupt();
            }
        }
        assertEquals(2, count);
        assertTrue(Thread.interrupted());
    }
}
