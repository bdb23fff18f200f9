package ai.d2l.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
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

    /**
     * The arrays of a scope, and the buffer under an array; null where DJL has none of that name.
     */
    private static final Field ARRAYS = field(NDScope.class, "resources");

    private static final ClassValue<Field> BUFFER =
            new ClassValue<>() {
                @Override
                protected Field computeValue(Class<?> type) {
                    return field(type, "dataRef");
                }
            };

    private JavaMemory() {}

    /** Does the work, and keeps until its end all buffers under arrays that this thread makes. */
    static <R> R keptDuring(Supplier<R> work) {
        if (ARRAYS == null) {
            return work.get();
        }
        // DJL tells a scope of each new array; this one closes none, since it holds none
        try (var scope = new NDScope()) {
            ARRAYS.set(scope, new Buffers());
            return work.get();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e); // it was made accessible
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

    private static Field field(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException | RuntimeException e) {
            return null;
        }
    }

    /** Takes arrays for the sake of their buffers. */
    @SuppressWarnings("serial")
    private static final class Buffers extends IdentityHashMap<NDArray, NDArray> {

        private final List<ByteBuffer> kept = new ArrayList<>();

        @Override
        public NDArray put(NDArray array, NDArray same) {
            Field buffer = BUFFER.get(array.getClass());
            try {
                if (buffer != null && buffer.get(array) instanceof ByteBuffer bytes) {
                    kept.add(bytes);
                }
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e); // it was made accessible
            }
            return null;
        }
    }
}
