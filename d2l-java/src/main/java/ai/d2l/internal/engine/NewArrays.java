package ai.d2l.internal.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.lang.reflect.Field;
import java.util.IdentityHashMap;
import java.util.function.Consumer;

/** Tells of each array that a thread makes: DJL puts it into the innermost scope of the thread. */
final class NewArrays {

    /** The arrays of a scope; null where DJL has none of that name. */
    private static final Field ARRAYS = field(NDScope.class, "resources");

    private NewArrays() {}

    /** Returns whether anybody can be told. */
    static boolean areTold() {
        return ARRAYS != null;
    }

    /**
     * Tells of the arrays of a scope, which does not hold them from now on, and so closes none.
     *
     * @param made gets each array that the thread makes while the scope is its innermost one
     * @param takenOut gets each array that {@link NDScope#unregister(NDArray)} takes out of it
     */
    static void tell(NDScope scope, Consumer<NDArray> made, Consumer<NDArray> takenOut) {
        try {
            ARRAYS.set(scope, new Listener(made, takenOut));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e); // it was made accessible
        }
    }

    /** Returns a field that may be read and set, or null where there is none of that name. */
    static Field field(Class<?> type, String name) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException | RuntimeException e) {
            return null;
        }
    }

    @SuppressWarnings("serial")
    private static final class Listener extends IdentityHashMap<NDArray, NDArray> {

        private final Consumer<NDArray> made;
        private final Consumer<NDArray> takenOut;

        Listener(Consumer<NDArray> made, Consumer<NDArray> takenOut) {
            this.made = made;
            this.takenOut = takenOut;
        }

        @Override
        public NDArray put(NDArray array, NDArray same) {
            made.accept(array);
            return null;
        }

        @Override
        public NDArray remove(Object array) {
            takenOut.accept((NDArray) array);
            return null;
        }
    }
}
