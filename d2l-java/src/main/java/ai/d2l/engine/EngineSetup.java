package ai.d2l.engine;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import java.util.List;

/**
 * Chooses DJL's engine and prepares the process before the engine's native library is loaded.
 *
 * <p>The engines' names stand here and nowhere else.
 */
public final class EngineSetup {

    /** The engine of the chapters; it has builds for Linux, Windows and Intel Macs. */
    static final String MXNET = "MXNet";

    /** The other engine; it has builds for Arm, too. */
    static final String PYTORCH = "PyTorch";

    private static boolean prepared;

    private EngineSetup() {}

    /**
     * Chooses the engine, tunes allocator and threads, and keeps DJL from calling home.
     *
     * <p>Acts once. The engine is that of the property {@code d2l.engine} or of the environment's
     * {@code D2L_ENGINE}; else what DJL's own settings say; else MXNet, or PyTorch on Arm, where
     * MXNet has no build. Whatever else the user has set is left as it is.
     *
     * @throws IllegalArgumentException if an engine is asked for that is neither
     */
    public static synchronized void prepare() {
        if (prepared) {
            return;
        }
        String asked = System.getProperty("d2l.engine", System.getenv("D2L_ENGINE"));
        if (asked != null) {
            System.setProperty("ai.djl.default_engine", named(asked));
        } else if (System.getenv("DJL_DEFAULT_ENGINE") == null) {
            setIfAbsent("ai.djl.default_engine", usual());
        }
        prepared = true;
        setIfAbsent("OPT_OUT_TRACKING", "true");
        setIfAbsent("ai.djl.pytorch.num_threads", "1"); // the shards take the cores
        Tuning.apply();
    }

    /**
     * Returns the engine, prepared and with its native library loaded.
     *
     * @throws IllegalStateException naming platform, engine and the cause, if it cannot be loaded
     */
    public static Engine engine() {
        prepare();
        String name = Engine.getDefaultEngineName();
        if (!Engine.hasEngine(name)) {
            throw new IllegalStateException(
                    ("%s is not on the class path, which has %s: choose the engine when the jars"
                                    + " are fetched, as in `make lab ENGINE=%s`")
                            .formatted(name, Engine.getAllEngines(), name));
        }
        try {
            return Engine.getInstance();
        } catch (EngineException | LinkageError e) {
            // kernels drop causes, so the message has to hold the last one
            throw new IllegalStateException(
                    "%s cannot be loaded on %s %s: %s"
                            .formatted(
                                    name,
                                    System.getProperty("os.name"),
                                    System.getProperty("os.arch"),
                                    rootCause(e)),
                    e);
        }
    }

    /** Returns whether the engine computes while the thread that called it goes on. */
    static boolean isAsynchronous() {
        return engine().getEngineName().equals(MXNET);
    }

    private static String named(String asked) {
        for (String name : List.of(MXNET, PYTORCH)) {
            if (name.equalsIgnoreCase(asked.strip())) {
                return name;
            }
        }
        throw new IllegalArgumentException(
                "d2l.engine is '%s': it takes %s or %s".formatted(asked, MXNET, PYTORCH));
    }

    private static String usual() {
        return System.getProperty("os.arch").equals("aarch64") ? PYTORCH : MXNET;
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
