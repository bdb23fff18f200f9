package ai.d2l.internal.engine;

import static java.util.stream.Collectors.joining;

import ai.djl.util.Platform;
import ai.djl.util.Utils;
import java.util.Locale;

/** The native library of an engine: whether it was brought along, and what helps where it fails. */
final class NativeLibrary {

    private final String engine;

    NativeLibrary(String engine) {
        this.engine = engine;
    }

    /** Returns whether a jar on the class path has it for this platform, or the user names one. */
    boolean isThere() {
        return namedByTheUser() || !Platform.detectPlatform(key()).isPlaceholder();
    }

    /**
     * Says why the engine cannot be loaded, and what to do.
     *
     * @param cause whose last cause is named, because kernels drop causes
     */
    String complaint(Throwable cause) {
        return "%s cannot be loaded on %s: %s. %s. Or take the other engine: D2L_ENGINE=%s, in a clone `make lab ENGINE=%s`"
                .formatted(engine, platform(), rootCause(cause), remedy(), other(), other());
    }

    /** Says that it has to be fetched, which DJL does without a word. */
    String notice() {
        return "%s has no native library for %s on the class path: DJL looks for it in %s and on the web"
                .formatted(engine, platform(), Utils.getEngineCacheDir(key()));
    }

    private String remedy() {
        if (namedByTheUser()) {
            return "%s names the library: name another, or none".formatted(pathSetting());
        }
        if (!isThere()) {
            return "The jar with its native library for this platform is missing or damaged, or there"
                    + " is none: fetch the jars anew, in a clone by `make clean` and `make lab`";
        }
        return "Delete %s, into which it is unpacked, and start anew"
                .formatted(Utils.getEngineCacheDir(key()));
    }

    private boolean namedByTheUser() {
        return Utils.getEnvOrSystemProperty(pathSetting()) != null;
    }

    private String pathSetting() {
        return key().toUpperCase(Locale.ROOT) + "_LIBRARY_PATH";
    }

    private String key() {
        return engine.toLowerCase(Locale.ROOT);
    }

    private String other() {
        return engine.equals(EngineSetup.MXNET) ? EngineSetup.PYTORCH : EngineSetup.MXNET;
    }

    private static String platform() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    private static String rootCause(Throwable t) {
        Throwable root = t;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        // the linker's reason is the second line; the rest are places where it has looked
        return root.toString().lines().limit(2).collect(joining(" "));
    }
}
