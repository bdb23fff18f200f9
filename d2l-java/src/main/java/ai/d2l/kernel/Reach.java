package ai.d2l.kernel;

import java.lang.reflect.Modifier;
import java.util.Optional;
import jdk.jshell.JShell;

/** Finds what JJava's objects hold without telling. */
final class Reach {

    private static final int DEEPEST = 4;
    private static final String JJAVA = "org.dflib.jjava.";
    private static final String ITS_LIBRARIES = "org.dflib.jjava.shaded.";

    private Reach() {}

    /**
     * Returns the JShell in which a JJava kernel runs its cells.
     *
     * @throws ReflectiveOperationException if the kernel has none
     */
    static JShell jshell(Object kernel) throws ReflectiveOperationException {
        return (JShell) kernel.getClass().getMethod("getJShell").invoke(kernel);
    }

    /** Returns the first object of the type that is a few private fields away, or nothing. */
    static <T> Optional<T> from(Object object, Class<T> type) throws ReflectiveOperationException {
        return Optional.ofNullable(find(object, type, DEEPEST));
    }

    private static <T> T find(Object object, Class<T> type, int depth)
            throws ReflectiveOperationException {
        if (object == null || type.isInstance(object)) {
            return type.cast(object);
        }
        for (Class<?> c = object.getClass(); depth > 0 && isJJavas(c); c = c.getSuperclass()) {
            for (var field : c.getDeclaredFields()) {
                if (!field.getType().isPrimitive() && !Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    T found = find(field.get(object), type, depth - 1);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        return null;
    }

    private static boolean isJJavas(Class<?> c) {
        return c.getName().startsWith(JJAVA) && !c.getName().startsWith(ITS_LIBRARIES);
    }
}
