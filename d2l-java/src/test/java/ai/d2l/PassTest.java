package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PassTest {

    private final NDManager manager = EngineSetup.engine().newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private int count(int interruptedAt) {
        int count = 0;
        for (var pass = new Pass(ToyData.stripes(manager, 50, 10), "trainIter", 1);
                pass.hasNext(); ) {
            pass.next().close();
            if (++count == interruptedAt) {
                Thread.currentThread().interrupt();
            }
        }
        return count;
    }

    @Test
    void givesAllMinibatchesWhenNobodyInterrupts() {
        assertEquals(5, count(0));
    }

    @Test
    void endsAfterAnInterruptAndLeavesTheFlag() {
        assertEquals(2, count(2));
        assertTrue(Thread.interrupted());
    }

    @Test
    void saysSoWhereACollectionIsChangedMeanwhile() {
        var batches = new ArrayList<Batch>();
        ToyData.stripes(manager, 20, 10).forEach(batches::add);
        var pass = new Pass(batches, "trainIter", 1);
        pass.next();
        batches.remove(0);
        var error = assertThrows(IllegalStateException.class, pass::next);
        assertEquals(
                "The data set was changed during a pass over it: leave it as it is until the pass"
                        + " has ended",
                error.getMessage());
        assertInstanceOf(ConcurrentModificationException.class, error.getCause());
    }

    @Test
    void saysSoWhereADataSetIsClosedMeanwhile() {
        var owner = manager.newSubManager();
        var pass = new Pass(ToyData.stripes(owner, 20, 10), "trainIter", 1);
        pass.next().close();
        owner.close();
        var error = assertThrows(IllegalStateException.class, pass::next);
        assertTrue(
                error.getMessage().startsWith("The data set was closed during a pass"),
                error::getMessage);
    }
}
