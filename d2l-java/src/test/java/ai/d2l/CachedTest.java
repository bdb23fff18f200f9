package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class CachedTest {

    private static final String CSV = "rooms,price\n3,5\n";

    /** What sha256sum prints of it. */
    private static final String SUM =
            "0c4f340c9416e1b8d9b01854833a1fd22fb575280e7a1939d228f89387f96dc7";

    @TempDir Path cache;

    @Test
    void bringsACsvThatATableReads() throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, CSV.length());
                    exchange.getResponseBody().write(CSV.getBytes(StandardCharsets.US_ASCII));
                    exchange.close();
                });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/houses.csv";
        try {
            var printed = Printed.by(() -> assertEquals(5, price(url)));
            assertTrue(printed.get(0).startsWith("Fetching " + url + " into " + cache));
        } finally {
            server.stop(0);
        }
        assertEquals(5, price(url));
    }

    @Test
    void refusesWhatIsNoAddressAndWhatIsNoChecksum() {
        assertThrows(IllegalArgumentException.class, () -> Cached.file("houses.csv", SUM));
        assertThrows(IllegalArgumentException.class, () -> Cached.file("http://127.0.0.1/a", "5"));
    }

    private int price(String url) {
        return WithProperty.get(
                "d2l.cache",
                cache.toString(),
                () -> {
                    try {
                        Path file = Cached.file(url, SUM);
                        return Table.read().csv(file.toString()).intColumn("price").get(0);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
    }
}
