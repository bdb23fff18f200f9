package ai.d2l.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The arrays that a thread makes while this is open, which are closed with it.
 *
 * <p>Left open are those that somebody keeps: that {@link NDScope#unregister(NDArray)} took out, or
 * that were given to another manager; and those with a name, which are the parameters of a net that
 * gets them at its first forward.
 */
public final class Temporaries implements AutoCloseable {

    private final NDScope scope = new NDScope();
    private final Map<NDArray, NDManager> owners = new IdentityHashMap<>();
    private final JavaMemory memory = new JavaMemory();

    /** Begins to note what this thread makes. */
    public Temporaries() {
        if (NewArrays.areTold()) { // else the scope closes all
            NewArrays.tell(scope, this::note, owners::remove);
        }
    }

    private void note(NDArray array) {
        owners.put(array, array.getManager());
        memory.keep(array);
    }

    /** Says that backward is done: it was the last to read the memory under closed arrays. */
    public void forgetMemory() {
        memory.forget();
    }

    @Override
    public void close() {
        scope.close();
        owners.forEach(Temporaries::close);
    }

    private static void close(NDArray array, NDManager owner) {
        if (!array.isReleased() && array.getManager() == owner && array.getName() == null) {
            array.close();
        }
    }
}
