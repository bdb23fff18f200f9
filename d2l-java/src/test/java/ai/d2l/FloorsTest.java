package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A package imports those on the floors below it, and no other. */
class FloorsTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import (?:static )?(ai\\.d2l(?:\\.[a-z]\\w*)*)\\.");
    private static final Map<String, Integer> FLOORS =
            Map.of(
                    "ai.d2l.internal.engine", 1,
                    "ai.d2l.internal.data", 1,
                    "ai.d2l.internal.draw", 1,
                    "ai.d2l.internal.notebook", 2,
                    "ai.d2l.lenet5", 2,
                    "ai.d2l", 3,
                    "ai.d2l.kernel", 4,
                    "ai.d2l.setup", 4);

    @Test
    void importsPointDown() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<String> upwards =
                    files.filter(file -> file.toString().endsWith(".java"))
                            .flatMap(FloorsTest::upwards)
                            .toList();
            assertEquals(List.of(), upwards);
        }
    }

    private static Stream<String> upwards(Path file) {
        String home =
                SOURCES.relativize(file.getParent()).toString().replace(File.separatorChar, '.');
        return IMPORT.matcher(read(file))
                .results()
                .map(found -> found.group(1))
                .filter(other -> !other.equals(home) && FLOORS.get(other) >= FLOORS.get(home))
                .map(other -> file + " imports " + other);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
