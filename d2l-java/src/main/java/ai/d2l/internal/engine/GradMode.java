package ai.d2l.internal.engine;

import java.lang.reflect.Method;

/**
 * Tells PyTorch that a thread records nothing for backward.
 *
 * <p>PyTorch records in each thread until it is told otherwise, and DJL tells it in the thread that
 * loads the engine alone. MXNet records nothing but what it is asked to.
 */
public final class GradMode {

    /** Null where the engine is another one, or DJL has none of that name. */
    private static final Method SET = method();

    private GradMode() {}

    /** Records nothing in this thread from now on; weights may be changed in place. */
    public static void off() {
        if (SET == null) {
            return;
        }
        try {
            SET.invoke(null, false);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e); // it is public, and throws nothing
        }
    }

    private static Method method() {
        if (EngineSetup.isAsynchronous()) {
            return null;
        }
        try {
            // by name: PyTorch's jars are there only where they were asked for
            Class<?> calls = Class.forName("ai.djl.pytorch.jni.JniUtils");
            return calls.getMethod("setGradMode", boolean.class);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
