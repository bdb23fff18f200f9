package ai.d2l.internal.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Keeps the memory of Java that arrays of PyTorch stand on until backward has read it.
 *
 * <p>DJL puts an array of PyTorch that is made of Java's numbers on a buffer of Java, and lets go
 * of the buffer when the array is closed, which {@code x.mul(2)} does to its 2 at once. PyTorch
 * keeps the address for backward. Where Java collects the buffer before that, the gradient is
 * rubbish.
 */
public final class JavaMemory {

    /** The buffer under an array; null where DJL has none of that name. */
    private static final ClassValue<Field> BUFFER =
            new ClassValue<>() {
                @Override
                protected Field computeValue(Class<?> type) {
                    return NewArrays.field(type, "dataRef");
                }
            };

    private final List<ByteBuffer> kept = new ArrayList<>();

    /** Keeps nothing yet. */
    JavaMemory() {}

    /** Keeps the buffer under an array that was just made, if there is one. */
    void keep(NDArray array) {
        Field buffer = BUFFER.get(array.getClass());
        try {
            if (buffer != null && buffer.get(array) instanceof ByteBuffer bytes) {
                kept.add(bytes);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e); // it was made accessible
        }
    }

    /** Keeps none of them any longer. */
    void forget() {
        kept.clear();
    }

    /** Does the work, and keeps until its end all buffers under arrays that this thread makes. */
    public static <R> R keptDuring(Supplier<R> work) {
        if (!NewArrays.areTold()) {
            return work.get();
        }
        try (var scope = new NDScope()) {
            NewArrays.tell(scope, new JavaMemory()::keep, array -> {});
            return work.get();
        }
    }

    /**
     * Multiplies by a number, for layers that are also trained by other loops than ours.
     *
     * @return array times number, of the array's shape
     */
    public static NDArray times(NDArray array, float number) {
        if (EngineSetup.isAsynchronous()) {
            return array.mul(number); // MXNet takes the number itself
        }
        return array.mul(array.getManager().full(new Shape(), number));
    }
}
