package ai.d2l.internal.engine;

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
    private static Engine engine;
    private static IllegalStateException failure;

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
     * @throws IllegalStateException naming platform, engine, the cause and what helps, if it cannot
     *     be loaded
     */
    public static synchronized Engine engine() {
        if (failure != null) { // a second try would only say that the first one has failed
            throw new IllegalStateException(failure.getMessage(), failure);
        }
        if (engine == null) {
            prepare();
            engine = load(Engine.getDefaultEngineName());
        }
        return engine;
    }

    private static Engine load(String name) {
        if (!Engine.hasEngine(name)) {
            throw new IllegalStateException(
                    ("%s is not on the class path, which has %s: choose the engine when the jars"
                                    + " are fetched, as in `make lab ENGINE=%s`")
                            .formatted(name, Engine.getAllEngines(), name));
        }
        var library = new NativeLibrary(name);
        if (!library.isThere()) {
            System.out.println(library.notice());
        }
        try {
            return Engine.getInstance();
        } catch (EngineException | LinkageError | AssertionError e) {
            failure = new IllegalStateException(library.complaint(e), e);
            throw failure;
        }
    }

    /** Returns whether the engine computes while the thread that called it goes on. */
    public static boolean isAsynchronous() {
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

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
