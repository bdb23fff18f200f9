package ai.d2l.internal.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/** All gradients that there are. */
public final class Gradients {

    private Gradients() {}

    /**
     * Sets them to 0, those that are NaN, too: MXNet overwrites a gradient at backward, and PyTorch
     * adds to it.
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

    private static void clear(NDArray array) {
        try (NDArray gradient = array.getGradient();
                NDArray zeros = gradient.zerosLike()) {
            zeros.copyTo(gradient);
        }
    }
}
