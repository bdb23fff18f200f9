package ai.d2l.engine;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;

/**
 * Prepares the process for DJL's engine before the engine's native library is loaded.
 *
 * <p>The engine's name stands here and nowhere else.
 */
public final class EngineSetup {

    /** The name by which DJL knows the engine that the chapters run on. */
    public static final String ENGINE = "MXNet";

    private static boolean prepared;

    private EngineSetup() {}

    /**
     * Chooses the engine, tunes allocator and threads, and keeps DJL from calling home.
     *
     * <p>Acts once, and overrides nothing that the user has set: neither DJL's own {@code
     * DJL_DEFAULT_ENGINE} and {@code ai.djl.default_engine} nor a variable of the environment.
     */
    public static synchronized void prepare() {
        if (prepared) {
            return;
        }
        prepared = true;
        setIfAbsent("ai.djl.default_engine", ENGINE);
        setIfAbsent("OPT_OUT_TRACKING", "true");
        Tuning.apply();
    }

    /**
     * Returns the engine, prepared and with its native library loaded.
     *
     * @throws IllegalStateException naming platform, engine and the cause, if it cannot be loaded
     */
    public static Engine engine() {
        prepare();
        try {
            return Engine.getInstance();
        } catch (EngineException | LinkageError e) {
            // kernels drop causes, so the message has to hold the last one
            throw new IllegalStateException(
                    "%s cannot be loaded on %s %s: %s"
                            .formatted(
                                    Engine.getDefaultEngineName(),
                                    System.getProperty("os.name"),
                                    System.getProperty("os.arch"),
                                    rootCause(e)),
                    e);
        }
    }

    /** Says in a few words what was tuned in this process. */
    public static String tuning() {
        prepare();
        return Tuning.outcome();
    }

    private static Throwable rootCause(Throwable t) {
        Throwable root = t;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
