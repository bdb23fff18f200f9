package ai.d2l.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

class CellNamesTest {

    private static CellNames names(String cell) {
        try (var splitter = new Snippet.Splitter()) {
            return CellNames.of(splitter.split(cell));
        }
    }

    @Test
    void findsTypesWhereverTheyAreNamed() {
        String cell = "List<A> a = new ArrayList<>();\nB.run();\nvar c = (C) a;\nD::new";
        assertEquals(Set.of("A", "ArrayList", "B", "C", "D", "List"), names(cell).types());
    }

    @Test
    void findsCallsWithoutAnOwner() {
        assertEquals(Set.of("f", "g"), names("f(x.h(g()));").calls());
    }

    @Test
    void findsImportsAsTheyAreWritten() {
        assertEquals(
                Set.of("static a.B.*", "c.D", "e.*"),
                names("import static a.B.*;\nimport c.D;\nimport e.*;").imports());
    }

    @Test
    void findsWhatACellDefines() {
        assertEquals(Set.of("A", "f"), names("class A {}\nvoid f() {}\nint x = 1;").defines());
    }
}
