package ai.d2l.kernel;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ServiceLoader;
import java.util.stream.IntStream;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

@Timeout(60)
class JJavaExtensionTest {

    private static Table table(int rows) {
        return Table.create(IntColumn.create("n", IntStream.range(0, rows).toArray()));
    }

    @Test
    void isFoundByTheKernel() {
        var found = ServiceLoader.load(Extension.class).stream().map(ServiceLoader.Provider::type);
        assertTrue(found.anyMatch(JJavaExtension.class::equals));
    }

    @Test
    void letsATableBeShownAsHtmlAndAsText() {
        try (var kernel = new TinyKernel()) {
            new JJavaExtension().install(kernel);
            var shown = kernel.getRenderer().render(table(3));
            String html = shown.getData(MIMEType.TEXT_HTML).toString();
            assertEquals(1 + 3, html.split("<tr").length - 1, html);
            assertTrue(shown.getData(MIMEType.TEXT_PLAIN).toString().contains("n"));
        }
    }

    @Test
    void saysHowManyRowsOfALongTableAreShown() {
        try (var kernel = new TinyKernel()) {
            new JJavaExtension().install(kernel);
            var shown = kernel.getRenderer().render(table(1234));
            String html = shown.getData(MIMEType.TEXT_HTML).toString();
            assertEquals(1 + 20, html.split("<tr").length - 1);
            assertTrue(html.endsWith("<p>the first 20 of 1,234 rows</p>"), html);
        }
    }

    @Test
    void neverThrowsForThatWouldEndTheKernel() {
        assertDoesNotThrow(() -> new JJavaExtension().install(null));
    }
}
