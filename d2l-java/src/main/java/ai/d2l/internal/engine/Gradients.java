package ai.d2l.internal.engine;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.regex.Pattern;

/** Gradients, on both engines. */
public final class Gradients {

    /** What the engines say where a number was computed from nothing that asks for a gradient. */
    private static final Pattern NO_HISTORY =
            Pattern.compile("not in a computational graph|does not require grad");

    private Gradients() {}

    /** Returns whether backward failed since there is nothing to go back through. */
    public static boolean haveNoHistory(EngineException e) {
        return NO_HISTORY.matcher(String.valueOf(e.getMessage())).find();
    }

    /**
     * Sets all that there are to 0, those that are NaN, too: MXNet overwrites a gradient at
     * backward, and PyTorch adds to it.
     */
    public static synchronized void clear() { // Owner waits: no array may be closed meanwhile
        try (NDManager any = EngineSetup.engine().newBaseManager()) {
            for (NDArray array : any.getParentManager().getManagedArrays()) {
                if (array.hasGradient()) {
                    clear(array);
                }
            }
        }
    }

    /**
     * Sets that of one array to 0, which has one.
     *
     * <p>In the memory that it has: DJL's {@code copyTo} and {@code set} put an array of PyTorch on
     * memory of Java, which is gone when the handle is closed.
     */
    public static void clear(NDArray array) {
        try (NDArray gradient = array.getGradient()) {
            gradient.powi(0); // 1, also where it is NaN, which minus itself would stay NaN
            gradient.subi(gradient);
        }
    }
}
