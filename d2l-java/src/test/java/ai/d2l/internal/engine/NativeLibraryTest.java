package ai.d2l.internal.engine;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.ChildJvm;
import ai.djl.util.Platform;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {

    private static final String ENGINE = EngineSetup.engine().getEngineName();
    private static final String PLATFORM =
            System.getProperty("os.name") + " " + System.getProperty("os.arch");

    @TempDir Path folder;

    /** Prints why the engine cannot be loaded, asked twice. */
    static final class LoadInVain {
        public static void main(String[] args) {
            for (int i = 0; i < 2; i++) {
                try {
                    EngineSetup.engine();
                } catch (IllegalStateException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }

    private List<String> load(String classPath, Map<String, String> environment)
            throws IOException, InterruptedException {
        return ChildJvm.run(
                classPath,
                LoadInVain.class,
                environment,
                "-Dd2l.engine=" + ENGINE,
                "-DDJL_CACHE_DIR=" + folder,
                "-Dai.djl.offline=true",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    }

    /** What we say ourselves; the JVM warns of a library that is none, too. */
    private List<String> complaints(Map<String, String> environment)
            throws IOException, InterruptedException {
        var lines = load(classPath(jar -> true), environment);
        String start = ENGINE + " cannot be loaded on " + PLATFORM;
        var complaints = lines.stream().filter(line -> line.startsWith(start)).toList();
        assertEquals(2, complaints.size(), lines::toString);
        return complaints;
    }

    private static String classPath(Predicate<String> jar) {
        String all = System.getProperty("java.class.path");
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(jar)
                .collect(joining(File.pathSeparator));
    }

    private static boolean isNative(String jar) {
        return jar.contains(ENGINE.toLowerCase(Locale.ROOT) + "-native");
    }

    private static void assertMissing(List<String> lines) {
        assertEquals(3, lines.size(), lines::toString);
        assertTrue(lines.get(0).contains("has no native library for " + PLATFORM), lines::toString);
        assertTrue(
                lines.get(1).startsWith(ENGINE + " cannot be loaded on " + PLATFORM),
                lines::toString);
        assertTrue(lines.get(1).contains("missing or damaged"), lines::toString);
        assertTrue(lines.get(1).contains("D2L_ENGINE="), lines::toString);
        assertEquals(lines.get(1), lines.get(2));
    }

    @Test
    void saysWhatToDoWhereNoJarHasIt() throws IOException, InterruptedException {
        assertMissing(load(classPath(jar -> !isNative(jar)), Map.of()));
    }

    @Test
    void saysTheSameOfAJarThatIsDamaged() throws IOException, InterruptedException {
        Path whole = Path.of(classPath(NativeLibraryTest::isNative));
        Path damaged = folder.resolve("damaged.jar");
        try (var in = Files.newInputStream(whole)) {
            Files.write(damaged, in.readNBytes(100_000));
        }
        assertMissing(
                load(classPath(jar -> !isNative(jar)) + File.pathSeparator + damaged, Map.of()));
    }

    @Test
    void namesTheFolderWhereAnUnpackedOneIsDamaged() throws IOException, InterruptedException {
        String engine = ENGINE.toLowerCase(Locale.ROOT);
        var platform = Platform.detectPlatform(engine);
        String flavor = ENGINE.equals(EngineSetup.MXNET) ? "mkl" : platform.getFlavor();
        Path unpacked =
                Files.createDirectories(
                        folder.resolve(engine)
                                .resolve(
                                        platform.getVersion()
                                                + "-"
                                                + flavor
                                                + "-"
                                                + platform.getClassifier()));
        String library = ENGINE.equals(EngineSetup.MXNET) ? "mxnet" : "torch";
        Files.writeString(unpacked.resolve(System.mapLibraryName(library)), "no library");
        var lines = complaints(Map.of());
        assertTrue(lines.get(0).contains("Delete " + folder.resolve(engine)), lines::toString);
        assertEquals(lines.get(0), lines.get(1));
    }

    @Test
    void namesTheSettingThatNamesADamagedOne() throws IOException, InterruptedException {
        String engine = ENGINE.toUpperCase(Locale.ROOT);
        String library = ENGINE.equals(EngineSetup.MXNET) ? "mxnet" : "torch";
        Files.writeString(folder.resolve(System.mapLibraryName(library)), "no library");
        var lines = complaints(Map.of(engine + "_LIBRARY_PATH", folder.toString()));
        assertTrue(
                lines.get(0).contains(engine + "_LIBRARY_PATH names the library"), lines::toString);
    }
}
