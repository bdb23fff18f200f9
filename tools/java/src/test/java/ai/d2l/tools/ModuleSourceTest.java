package ai.d2l.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleSourceTest {

    private static final String SUM =
            """
            package p;

            import java.util.List;

            /** Sums. */
            public final class Sum {

                /** What it came to. */
                private int sum;

                /**
                 * Adds.
                 *
                 * @param x what
                 */
                public static int add(int x, List<String> y) {
                    // a comment stays
                    return x;
                }

                int add() {
                    return 1;
                }
            }
            """;

    @TempDir private Path folder;
    private ModuleSource module;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectory(folder.resolve("p"));
        Files.writeString(folder.resolve("p/Sum.java"), SUM);
        module = new ModuleSource(folder);
    }

    @Test
    void quotesATypeWithoutPackageImportsAndDocumentation() {
        String quote = module.quote("Sum");
        assertTrue(
                quote.startsWith(
                        "public final class Sum {\n\n    private int sum;\n\n    public static"));
        assertTrue(quote.contains("// a comment stays"));
        assertTrue(quote.endsWith("}\n}"));
    }

    @Test
    void quotesOneMethodAtTheMarginOrAllOfItsName() {
        assertEquals("int add() {\n    return 1;\n}", module.quote("Sum#add()"));
        assertTrue(module.quote("Sum#add(int, List)").startsWith("public static int add("));
        assertEquals(
                module.quote("Sum#add(int, List)") + "\n\n" + module.quote("Sum#add()"),
                module.quote("Sum#add"));
    }

    @Test
    void saysWhatThereIsWhereAQuoteIsWrong() {
        assertEquals("the module has no type Product", messageOf("Product"));
        assertEquals("the module's Sum has no method mul", messageOf("Sum#mul"));
        assertEquals(
                "the module's Sum.add takes (int, List) or (), not (long)",
                messageOf("Sum#add(long)"));
    }

    private String messageOf(String quote) {
        return assertThrows(IllegalArgumentException.class, () -> module.quote(quote)).getMessage();
    }

    @Test
    void findsFilesAndStaticMethods() {
        assertEquals(Map.of("Sum", "p/Sum.java"), module.files());
        assertEquals(Set.of("add"), module.staticMethods("Sum"));
    }
}
