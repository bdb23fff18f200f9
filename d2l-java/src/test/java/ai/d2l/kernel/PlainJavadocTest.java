package ai.d2l.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PlainJavadocTest {

    @Test
    void leavesOfInlineTagsWhatTheySay() {
        assertEquals(
                "Calls Net.train or stop(int), not the loop; a < b && f(new int[] {1}).",
                PlainJavadoc.of(
                        " Calls {@link Net#train} or {@link #stop(int)}, not {@linkplain Loop the"
                                + " loop}; {@code a < b && f(new int[] {1})}."));
    }

    @Test
    void namesParametersResultsAndErrors() {
        assertEquals(
                "Trains.\n\nnet: the net, of any Block.shape\nreturns: it\nthrows Error: if n is below 1",
                PlainJavadoc.of(
                        " Trains.\n\n @param net the net,\n     of any {@link Block#shape}\n @return it\n"
                                + " @throws Error if {@code n} is below 1\n"));
    }

    @Test
    void turnsHtmlIntoParagraphsAndLists() {
        assertEquals(
                "One line, two lines.\n\nNext: a < b\n- first\n- last",
                PlainJavadoc.of(
                        " One line,\n two lines.\n\n <p><b>Next</b>: a &lt; b\n <ul>\n <li>first\n"
                                + " <li>last</li>\n </ul>\n"));
    }

    @Test
    void keepsTheLinesOfCode() {
        assertEquals(
                "So:\n\nvar t = new Timer();\nif (x) { t.start(); }\n\nEnd",
                PlainJavadoc.of(
                        " So:\n\n <pre>{@code\n var t = new Timer();\n if (x) { t.start(); }\n }</pre>"
                                + "\n\n <p>End"));
    }

    @Test
    void isEmptyWhereThereIsNone() {
        assertEquals("", PlainJavadoc.of(null));
    }
}
