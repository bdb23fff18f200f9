package ai.d2l.internal.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProxiesTest {
    private static final List<String> PROPERTIES =
            List.of(
                    "http.proxyHost",
                    "http.proxyPort",
                    "https.proxyHost",
                    "https.proxyPort",
                    "http.nonProxyHosts");

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    @AfterEach
    void forget() {
        PROPERTIES.forEach(System::clearProperty);
    }

    @Test
    void goesDirectlyWhereNothingIsSet() {
        assertEquals(Proxy.NO_PROXY, select("http://data.example/"));
    }

    @Test
    void choosesByTheSchemeOfTheAddress() {
        environment.put("HTTP_PROXY", "http://one.example:3128");
        environment.put("https_proxy", "two.example:8080/");
        assertEquals(address("one.example", 3128), select("http://data.example/").address());
        assertEquals(address("two.example", 8080), select("https://data.example/").address());
    }

    @Test
    void sparesTheHostsOfNoProxy() {
        environment.put("HTTP_PROXY", "http://one.example:3128");
        environment.put("NO_PROXY", "localhost, .inside.example,other.example:80");
        for (var host : new String[] {"localhost", "a.inside.example", "www.Other.example"}) {
            assertEquals(Proxy.NO_PROXY, select("http://" + host + "/"), host);
        }
        assertEquals(address("one.example", 3128), select("http://another.example/").address());
        assertEquals(Proxy.NO_PROXY, select("https://a.inside.example/"));
        forget();
        environment.put("NO_PROXY", "*");
        assertEquals(Proxy.NO_PROXY, select("http://another.example/"));
    }

    @Test
    void namesAProxyThatIsNoAddress() {
        environment.put("HTTP_PROXY", "http:///");
        var error =
                assertThrows(IllegalArgumentException.class, () -> select("http://data.example/"));
        assertEquals("http_proxy is \"http:///\": expected http://host:port", error.getMessage());
    }

    @Test
    void leavesTheJvmsOwnSettingsTheFirstWord() {
        environment.put("HTTP_PROXY", "http://one.example:3128");
        System.setProperty("http.proxyHost", "jvm.example");
        assertEquals(address("jvm.example", 80), select("http://data.example/").address());
    }

    @Test
    void asksARealProxyWithUserAndPassword() throws IOException, InterruptedException {
        try (var proxy =
                new RawServer(
                        (request, out) -> {
                            if (request.headers().containsKey("proxy-authorization")) {
                                RawServer.send(out, request, request.target().getBytes());
                            } else {
                                RawServer.head(
                                        out,
                                        "407 Proxy Authentication Required",
                                        "Proxy-Authenticate: Basic realm=\"school\"",
                                        "Content-Length: 0");
                            }
                        })) {
            environment.put("http_proxy", "http://ada:secret@127.0.0.1:" + proxy.port());
            var client = client();
            var request = HttpRequest.newBuilder(URI.create("http://data.example/file")).build();
            var answer = client.send(request, BodyHandlers.ofString());
            assertEquals("http://data.example/file", answer.body());
            assertEquals(
                    "Basic YWRhOnNlY3JldA==",
                    proxy.requests.get(1).headers().get("proxy-authorization"));
        }
    }

    private Proxy select(String uri) {
        client();
        return ProxySelector.getDefault().select(URI.create(uri)).get(0);
    }

    private HttpClient client() {
        return new Proxies(environment::get).applyTo(HttpClient.newBuilder()).build();
    }

    private static InetSocketAddress address(String host, int port) {
        return InetSocketAddress.createUnresolved(host, port);
    }
}
