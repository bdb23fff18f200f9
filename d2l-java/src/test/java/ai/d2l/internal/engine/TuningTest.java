package ai.d2l.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.ChildJvm;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class TuningTest {

    private static final List<String> VARIABLES =
            List.of(
                    "OMP_NUM_THREADS",
                    "MXNET_CPU_WORKER_NTHREADS",
                    "MXNET_CPU_TEMP_COPY",
                    "MXNET_EXEC_BULK_EXEC_TRAIN");

    interface C extends Library {
        String getenv(String name);
    }

    /** Prints the variables as the engine's native library reads them, and the outcome. */
    static final class Prepare {
        public static void main(String[] args) {
            EngineSetup.prepare();
            var c = Native.load("c", C.class);
            VARIABLES.forEach(name -> System.out.println(c.getenv(name)));
            System.out.println(Tuning.outcome());
        }
    }

    @Test
    void setsTheVariablesThatTheEngineReads() throws IOException, InterruptedException {
        var lines = ChildJvm.run(Prepare.class, Map.of());
        int cores = Runtime.getRuntime().availableProcessors();
        assertEquals(List.of("1", String.valueOf(cores), "16", "0"), lines.subList(0, 4));
        assertTrue(lines.get(4).startsWith("allocator of glibc 2."), lines::toString);
    }

    @Test
    void overridesNothingThatTheUserHasSet() throws IOException, InterruptedException {
        var lines = ChildJvm.run(Prepare.class, Map.of("OMP_NUM_THREADS", "3"));
        assertEquals(List.of("3", "16"), List.of(lines.get(0), lines.get(2)));
    }

    /** Loads the engine before anything of ours is called, and trains on. */
    static final class LoadTheEngineFirst {
        public static void main(String[] args) {
            Engine.getInstance();
            EngineSetup.prepare();
            EngineSetup.engine();
            System.out.println(Tuning.outcome());
        }
    }

    @Test
    void saysOnceThatTheEngineWasLoadedBefore() throws IOException, InterruptedException {
        var lines =
                ChildJvm.run(
                        LoadTheEngineFirst.class,
                        Map.of("DJL_DEFAULT_ENGINE", System.getProperty("d2l.engine")),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        var said = lines.stream().filter(line -> line.startsWith("d2l-java: ")).toList();
        assertEquals(1, said.size(), lines::toString);
        assertTrue(said.get(0).contains(".so was loaded before"), lines::toString);
        assertTrue(lines.get(lines.size() - 1).contains("loaded before its threads"));
    }

    /** Prints the memory that the process has asked for, in KiB, after 20 and after 80 products. */
    static final class Multiply {
        public static void main(String[] args) throws IOException {
            try (var manager = EngineSetup.engine().newBaseManager()) {
                NDArray row = manager.ones(new Shape(1, 1 << 20));
                NDArray column = manager.ones(new Shape(1 << 20, 1));
                for (int i = 1; i <= 80; i++) {
                    try (NDArray product = row.matMul(column)) {
                        product.toFloatArray();
                    }
                    if (i == 20 || i == 80) {
                        Files.readAllLines(Path.of("/proc/self/status")).stream()
                                .filter(line -> line.startsWith("VmData:"))
                                .map(line -> line.replaceAll("\\D", ""))
                                .forEach(System.out::println);
                    }
                }
            }
        }
    }

    @Test
    void leavesTheEngineFewWorkspacesToKeep() throws IOException, InterruptedException {
        var lines =
                ChildJvm.run(
                        Multiply.class,
                        Map.of(),
                        "-Dd2l.engine=" + System.getProperty("d2l.engine"),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
        long first = Long.parseLong(lines.get(lines.size() - 2));
        long last = Long.parseLong(lines.get(lines.size() - 1));
        assertTrue(last - first < 128 * 1024, lines::toString); // with 64 of them 384 MiB
    }

    @Test
    void staysOnWhenAskedForNonsense() throws IOException, InterruptedException {
        var lines = ChildJvm.run(Prepare.class, Map.of(), "-Dd2l.tuning=maybe");
        assertEquals(
                "d2l-java: d2l.tuning is 'maybe': it takes true or false. It stays on.",
                lines.get(0));
        assertTrue(lines.get(5).startsWith("allocator of glibc 2."), lines::toString);
    }

    @Test
    void canBeSwitchedOff() throws IOException, InterruptedException {
        var lines = ChildJvm.run(Prepare.class, Map.of(), "-Dd2l.tuning=false");
        assertEquals("switched off by d2l.tuning", lines.get(4));
        assertEquals("null", lines.get(2));
    }
}
