package ai.d2l.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramTest {

    private static String program(String cell) {
        var cells = List.of(new Program.Cell("one", "Title", "import ai.d2l.*;\n" + cell));
        var base = "import java.util.List;\n\nclass Base {\n    static List<String> a;\n}\n";
        var request =
                new Program.Request(
                        "Chapter", "Base", "// head\n", cells, List.of(base), List.of());
        try (var splitter = new Snippet.Splitter()) {
            return Program.of(request, splitter);
        }
    }

    @Test
    void cellsAreMainAndTheirMethodsAreMembers() {
        assertEquals(
                """
                // head
                import java.io.*;
                import java.math.*;
                import java.net.*;
                import java.time.*;
                import java.util.*;
                import java.util.List;
                import java.util.concurrent.*;
                import java.util.regex.*;

                public final class Chapter extends Base {
                    public static void main(String[] args) throws Exception {

                        // Title
                        int b = 2;
                        System.out.println(twice(b));
                    }

                    // a comment
                    static int twice(int a) {
                        return 2 * a;
                    }
                }

                class Base {
                    static List<String> a;
                }
                """,
                program(
                        """
                        int b = 2;

                        // a comment
                        int twice(int a) {
                            return 2 * a;
                        }
                        twice(b)
                        """));
    }

    @Test
    void aVariableThatAMethodOrALambdaUsesIsAField() {
        String made =
                program(
                        """
                        var a = List.of(1);
                        int[] b = {2};
                        String c;
                        // of d
                        var d = 4;
                        int f() { return a.get(0) + b[0]; }
                        Runnable g = () -> System.out.println(c + d);
                        """);
        for (String line :
                List.of(
                        "    static List<Integer> a;",
                        "    static int[] b;",
                        "    static String c;",
                        "        a = List.of(1);",
                        "        b = new int[] {2};",
                        "        // of d\n        d = 4;",
                        "        Runnable g =")) {
            assertTrue(made.contains(line), made);
        }
    }

    @Test
    void aVariableMayBeDeclaredAgainAndHiddenByABlock() {
        String made = program("int x = 1;\nvar x = 2;\nfor (int x = 0; x < 2; x++) {}\nx");
        assertTrue(made.contains("x = 2;\n        for (int x = 0;"), made);
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
