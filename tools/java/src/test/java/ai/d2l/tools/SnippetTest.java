package ai.d2l.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.tools.Snippet.Role;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SnippetTest {

    private static Snippet.Splitter splitter;

    @BeforeAll
    static void start() {
        splitter = new Snippet.Splitter();
    }

    @AfterAll
    static void stop() {
        splitter.close();
    }

    private static List<Role> roles(String cell) {
        return splitter.split(cell).stream().map(Snippet::role).toList();
    }

    @Test
    void splitsACellAsTheKernelDoes() {
        String cell =
                "import java.util.List;\nint f() { return 1; }\nrecord A(int x) {}\nvar y = f();\ny";
        assertEquals(
                List.of(Role.IMPORT, Role.METHOD, Role.TYPE, Role.STATEMENT, Role.VALUE),
                roles(cell));
    }

    @Test
    void keepsCommentsWithWhatFollows() {
        List<Snippet> snippets = splitter.split("int a = 1;\n\n// two\nint b = 2;");
        assertEquals("// two\nint b = 2;", snippets.get(1).text());
        assertTrue(snippets.get(1).afterBlankLine());
    }

    @Test
    void callsAndBlocksAreStatements() {
        assertEquals(
                List.of(Role.STATEMENT, Role.STATEMENT, Role.STATEMENT),
                roles("f(1);\nfor (int i : x) g(i);\ntry (var r = h()) {}"));
    }

    @Test
    void namesTheLineThatIsNotJava() {
        var e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> splitter.split("int a = 1;\n\nint b = ;"));
        assertEquals("line 3 is not Java: int b = ;", e.getMessage());
    }

    @Test
    void aMagicIsNotJava() {
        assertThrows(IllegalArgumentException.class, () -> splitter.split("%maven a:b:1"));
    }
}
