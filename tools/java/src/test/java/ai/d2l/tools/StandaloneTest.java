package ai.d2l.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandaloneTest {

    private static final Map<String, String> MODULE =
            Map.of(
                    "Sums",
                    """
                    package ai.d2l;

                    import static ai.d2l.inner.Check.check;

                    import ai.d2l.inner.Pair.Half;

                    public final class Sums {
                        public static int sum(Half a) {
                            check();
                            return a.value();
                        }
                    }
                    """,
                    "Unused",
                    "package ai.d2l;\n\npublic class Unused {}\n",
                    "inner/Check",
                    """
                    package ai.d2l.inner;

                    public final class Check {
                        public static void check() {}
                    }
                    """,
                    "inner/Pair",
                    """
                    package ai.d2l.inner;

                    public final class Pair {
                        public record Half(int value) {}
                    }
                    """);

    private static final String IMPORTS =
            "import static ai.d2l.Sums.*;\nimport ai.d2l.inner.Pair.Half;\n";

    @TempDir private Path folder;

    @BeforeEach
    void writeModule() throws IOException {
        for (var file : MODULE.entrySet()) {
            Path path = folder.resolve("ai/d2l/" + file.getKey() + ".java");
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    private Standalone standalone(String cell) throws IOException {
        var cells = Map.of("one", IMPORTS + cell);
        var request =
                new Standalone.Request(folder.toString(), "Chapter", cells, Map.of(), List.of());
        try (var splitter = new Snippet.Splitter()) {
            return Standalone.of(request, new ModuleSource(folder), splitter);
        }
    }

    @Test
    void inlinesWhatIsUsedAndWhatThatUses() throws IOException {
        var made = standalone("int s = sum(new Half(2));");
        assertEquals(Set.of("Sums", "Check", "Pair"), made.helpers().keySet());
        assertEquals("int s = Sums.sum(new Pair.Half(2));", made.cells().get("one"));
        assertTrue(made.helpers().get("Sums").contains("sum(Pair.Half a)"));
        assertTrue(made.helpers().get("Sums").contains("Check.check();"));
    }

    @Test
    void aMethodOfTheChapterComesBeforeOneThatIsImported() throws IOException {
        var made = standalone("int sum(Half h) { return 1; }\nint s = sum(new Half(2));");
        assertFalse(made.helpers().containsKey("Sums"));
    }

    @Test
    void aVariableThatAMethodUsesIsAFieldAndTheOthersAreNot() throws IOException {
        var made =
                standalone("var a = new int[] {1};\nint b = 2;\nint f() { return a[0]; }\nf() + b");
        assertTrue(made.program().contains("private static int[] a;"));
        assertTrue(made.program().contains("        a = new int[] {1};"));
        assertTrue(made.program().contains("        int b = 2;"));
        assertTrue(made.program().contains("System.out.println(f() + b);"));
    }

    @Test
    void aVariableThatIsDeclaredAgainGetsANameOfItsOwn() throws IOException {
        var program = standalone("int x = 1;\nvar x = \"a\" + 1;\nx.length()").program();
        assertTrue(program.contains("int x = 1;"));
        assertTrue(program.contains("var x2 = \"a\" + 1;"));
        assertTrue(program.contains("System.out.println(x2.length());"));
    }

    @Test
    void aVariableThatABlockHidesIsAField() throws IOException {
        var program = standalone("int x = 1;\nfor (int x = 0; x < 2; x++) {}\nx").program();
        assertTrue(program.contains("private static int x;"));
    }

    @Test
    void namesTheCellThatDoesNotCompile() {
        var e = assertThrows(IllegalArgumentException.class, () -> standalone("int x = nope(1);"));
        assertTrue(e.getMessage().startsWith("cell one: cannot find symbol"), e.getMessage());
    }
}
