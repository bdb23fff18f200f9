package ai.d2l.internal.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The arrays that a thread makes while this is open, which are closed with it.
 *
 * <p>They belong to managers of this. Left open are those that somebody keeps, by {@code
 * array.attach(manager)}, {@code detach()} or {@link NDScope#unregister(NDArray)}; and those with a
 * name, which are the parameters of a net that gets them at its first forward.
 */
public final class Temporaries implements AutoCloseable {

    private final NDScope scope = new NDScope();
    private final Map<Device, NDManager> managers = new HashMap<>();
    private final Map<NDArray, NDManager> owners = new IdentityHashMap<>();
    private final JavaMemory memory = new JavaMemory();

    /** Begins to note what this thread makes. */
    public Temporaries() {
        if (NewArrays.areTold()) { // else the scope closes all
            NewArrays.tell(scope, this::take, this::giveBack);
        }
    }

    private void take(NDArray array) {
        NDManager owner = array.getManager();
        owners.put(array, owner);
        memory.keep(array);
        // on the same device: numbers that are computed with are made by the manager
        array.attach(managers.computeIfAbsent(owner.getDevice(), Temporaries::manager));
    }

    private static NDManager manager(Device device) {
        NDManager manager = EngineSetup.engine().newBaseManager(device);
        manager.setName("temporaries");
        return manager;
    }

    private void giveBack(NDArray array) {
        NDManager owner = owners.remove(array);
        if (owner != null && managers.containsValue(array.getManager())) {
            array.attach(owner);
        }
    }

    /** Says that backward is done: it was the last to read the memory under closed arrays. */
    public void forgetMemory() {
        memory.forget();
    }

    @Override
    public void close() {
        scope.close();
        for (NDManager manager : managers.values()) {
            manager.getManagedArrays().stream()
                    .filter(array -> array.getName() != null)
                    .forEach(this::giveBack);
            manager.close();
        }
    }
}
