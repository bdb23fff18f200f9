package ai.d2l.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CellFormatTest {

    private static String format(String cell) {
        try (var splitter = new Snippet.Splitter()) {
            return CellFormat.format(splitter.split(cell));
        }
    }

    @Test
    void movesStatementsMethodsAndTypesToTheMargin() {
        assertEquals(
                "int a = 1;\nvoid f() {\n    g();\n}\nclass A {\n    int x;\n}",
                format("int  a=1;\nvoid f(){ g();}\nclass A { int x; }"));
    }

    @Test
    void sortsImportsAsTheModuleDoes() {
        assertEquals(
                "import static b.C.*;\n\nimport ai.X;\nimport java.util.List;",
                format("import java.util.List;\nimport ai.X;\nimport static b.C.*;"));
    }

    @Test
    void leavesTheValueOfACellWithoutSemicolon() {
        assertEquals("int a = 1;\na + 1", format("int a = 1;\na+1"));
    }

    @Test
    void keepsBlankLinesAndComments() {
        assertEquals(
                "int a = 1;\n\n// why\nint b = 2;", format("int a = 1;\n\n\n// why\nint b=2;"));
    }

    @Test
    void changesNothingTheSecondTime() {
        String once =
                format(
                        "var net = new Net().add(one(1, 2)).add(two(1, 2, 3, 4)).add(three(1, 2, 3, 4, 5, 6));\nnet");
        assertEquals(once, format(once));
    }
}
