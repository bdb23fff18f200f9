package ai.d2l.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramTest {

    private static String program(String cell) {
        var cells = List.of(new Program.Cell("one", "Title", "import ai.d2l.*;\n" + cell));
        var base = "import java.util.List;\n\nclass Base {\n    List<String> a;\n}\n";
        var request =
                new Program.Request(
                        "Chapter", "Base", "// head\n", cells, List.of(base), List.of());
        try (var splitter = new Snippet.Splitter()) {
            return Program.of(request, splitter);
        }
    }

    @Test
    void cellsAreAClassInTheirOrder() {
        String made =
                program(
                        """
                        var b = List.of(2);
                        int[] c = {1}, d;
                        for (int b : c) twice(b);

                        // a comment
                        int twice(int a) {
                            return b.get(0) * a;
                        }
                        // c anew
                        int[] c = {3};
                        Runnable run = () -> twice(c[0]);
                        twice(4)
                        """);
        assertEquals(
                """
                public final class Chapter extends Base {
                    public static void main(String[] args) throws Exception {
                        new Chapter();
                    }

                    private Chapter() throws Exception {}

                    // Title
                    List<Integer> b = List.of(2);
                    int[] c = {1};
                    int[] d;

                    {
                        for (int b : c) twice(b);
                    }

                    // a comment
                    int twice(int a) {
                        return b.get(0) * a;
                    }

                    {
                        // c anew
                        c = new int[] {3};
                    }

                    Runnable run = () -> twice(c[0]);

                    {
                        System.out.println(twice(4));
                    }
                }

                class Base {
                    List<String> a;
                }
                """,
                made.substring(made.indexOf("public final")));
        assertTrue(made.startsWith("// head\nimport java.io.*;\n"), made);
        assertTrue(!made.contains("ai.d2l"), made);
    }

    @Test
    void namesTheCellThatDoesNotCompile() {
        for (String cell :
                List.of(
                        "var x = nope(1);\nint f() { return x; }",
                        "int x = 1;\nvar x = \"a\";\nx")) {
            var e = assertThrows(IllegalArgumentException.class, () -> program(cell));
            assertTrue(e.getMessage().matches("cell one: (cannot find|incompatible).*"), "" + e);
        }
    }
}
