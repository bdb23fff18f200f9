package ai.d2l.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GridTest {

    @Test
    void alignsItsColumnsAsText() {
        var grid = new Grid("name", "n");
        grid.add("a", "10");
        grid.add("longer", "");
        assertEquals("name    n\na       10\nlonger", grid.text());
    }

    @Test
    void escapesItsCellsAsHtml() {
        var grid = new Grid();
        grid.add("<b>\"&");
        assertEquals(
                "<table><tbody><tr><td>&lt;b&gt;&quot;&amp;</td></tr></tbody></table>",
                grid.html());
    }
}
