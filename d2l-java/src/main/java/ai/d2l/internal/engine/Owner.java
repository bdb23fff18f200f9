package ai.d2l.internal.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.lang.ref.Cleaner;

/**
 * The manager of arrays that belong to a Java object, such as the weights of a net.
 *
 * <p>A cell that is run again leaves its old objects to the garbage collector, which knows nothing
 * of the native memory behind them. This closes it when the object is gone.
 */
public final class Owner implements AutoCloseable {

    private static final Cleaner CLEANER = Cleaner.create();

    private final NDManager manager;
    private final Cleaner.Cleanable cleanable;

    /**
     * Makes a manager that lives no longer than the object.
     *
     * @param object must not be reachable from the arrays of the manager
     * @param name what the manager is called in DJL's dumps
     */
    public Owner(Object object, String name, Device device) {
        NDManager arrays = EngineSetup.engine().newBaseManager(device);
        arrays.setName(name);
        manager = arrays;
        cleanable = CLEANER.register(object, () -> close(arrays));
    }

    private static void close(NDManager arrays) {
        synchronized (Gradients.class) { // which looks at all arrays, in another thread
            arrays.close();
        }
    }

    /** Returns the manager. */
    public NDManager manager() {
        return manager;
    }

    @Override
    public void close() {
        cleanable.clean();
    }
}
