package ai.d2l.internal.engine;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Sets the C library's allocator and the engine's variables from inside the process.
 *
 * <p>glibc gives large activations back to the kernel after every minibatch and takes them again
 * page by page; the allocator is told to keep them. MXNet runs the shards of a minibatch side by
 * side only with all four of its variables set before its library is loaded. Both act for the whole
 * process, so no launcher has to know them. Where there is no glibc nothing happens. {@code
 * -Dd2l.tuning=false} switches it off. Where the engine was loaded before, one line on the error
 * stream says so.
 */
final class Tuning {

    private static final Pattern ENGINE_LIBRARY = Pattern.compile("lib(mxnet|torch_cpu)\\.so");
    private static final int M_TRIM_THRESHOLD = -1;
    private static final int M_TOP_PAD = -2;
    private static final int M_MMAP_THRESHOLD = -3;
    private static final int M_ARENA_MAX = -8;
    private static final int MIB = 1 << 20;

    private static String outcome = "not applied";

    private Tuning() {}

    /** The three functions of glibc that the tuning calls. */
    interface GnuC extends Library {
        String gnu_get_libc_version();

        int mallopt(int parameter, int value);

        int setenv(String name, String value, int overwrite);
    }

    static void apply() {
        if (isSwitchedOff()) {
            outcome = "switched off by d2l.tuning";
            return;
        }
        try {
            var c = Native.load("c", GnuC.class);
            String version = c.gnu_get_libc_version();
            tuneAllocator(c);
            Optional<String> early = loadedLibrary();
            if (early.isPresent()) {
                sayTooLate(early.get());
                outcome =
                        "allocator of glibc %s; %s was loaded before its threads could be set"
                                .formatted(version, early.get());
                return;
            }
            var variables = engineVariables();
            variables.keySet().removeAll(System.getenv().keySet());
            variables.forEach((name, value) -> c.setenv(name, value, 0));
            outcome = "allocator of glibc %s, %s".formatted(version, variables);
        } catch (LinkageError e) {
            outcome = "left alone, there is no glibc";
        }
    }

    /** Says in a few words what was tuned, for the doctor. */
    static String outcome() {
        return outcome;
    }

    private static void sayTooLate(String library) {
        System.err.printf(
                "d2l-java: %s was loaded before, so its threads stay as they are and training is"
                        + " slower. Call something of ai.d2l first, such as Training.tryGpu().%n",
                library);
    }

    private static boolean isSwitchedOff() {
        String asked = System.getProperty("d2l.tuning", "true").strip();
        if (!asked.equalsIgnoreCase("true") && !asked.equalsIgnoreCase("false")) {
            System.err.printf(
                    "d2l-java: d2l.tuning is '%s': it takes true or false. It stays on.%n", asked);
        }
        return asked.equalsIgnoreCase("false");
    }

    /** Returns the engine's library if this process has it already; what is set now is too late. */
    private static Optional<String> loadedLibrary() {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.map(ENGINE_LIBRARY::matcher)
                    .filter(Matcher::find)
                    .map(Matcher::group)
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty(); // not Linux; there is nothing to tune either
        }
    }

    private static void tuneAllocator(GnuC c) {
        if (System.getenv().keySet().stream().anyMatch(name -> name.startsWith("MALLOC_"))) {
            return;
        }
        c.mallopt(M_MMAP_THRESHOLD, 32 * MIB);
        c.mallopt(M_TRIM_THRESHOLD, Integer.MAX_VALUE);
        c.mallopt(M_TOP_PAD, 64 * MIB);
        c.mallopt(M_ARENA_MAX, 1);
    }

    private static Map<String, String> engineVariables() {
        var variables = new LinkedHashMap<String, String>();
        variables.put("OMP_NUM_THREADS", "1");
        variables.put(
                "MXNET_CPU_WORKER_NTHREADS",
                String.valueOf(Runtime.getRuntime().availableProcessors()));
        // MXNet keeps each workspace as large as what matMul, say, has ever asked of it; with its 4
        // the shards wait for each other
        variables.put("MXNET_CPU_TEMP_COPY", "16");
        variables.put("MXNET_EXEC_BULK_EXEC_TRAIN", "0");
        return variables;
    }
}
