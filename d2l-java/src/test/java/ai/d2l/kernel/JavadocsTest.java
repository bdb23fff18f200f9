package ai.d2l.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavadocsTest {

    @Test
    void takesTheJarsOfSourcesFromTheClassPath() {
        var classPath = String.join(File.pathSeparator, "a.jar", "lib/a-1-sources.jar", "classes");
        assertEquals(List.of(Path.of("lib/a-1-sources.jar")), Javadocs.onClassPath(classPath));
    }
}
