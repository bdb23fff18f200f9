package ai.d2l.data;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Chooses proxies: the JVM's own properties where they are set, else HTTPS_PROXY, HTTP_PROXY and
 * NO_PROXY of the environment, in capitals or not.
 */
final class Proxies extends ProxySelector {
    private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);

    private final UnaryOperator<String> property;
    private final UnaryOperator<String> environment;

    Proxies(UnaryOperator<String> property, UnaryOperator<String> environment) {
        this.property = property;
        this.environment = environment;
    }

    /** Makes a client use these proxies, and the user and password that their addresses carry. */
    HttpClient.Builder applyTo(HttpClient.Builder client) {
        return client.proxy(this).authenticator(new ProxyPasswords());
    }

    @Override
    public List<Proxy> select(URI uri) {
        var ofJvm = ProxySelector.getDefault();
        if (isSetInJvm() && ofJvm != null) {
            return ofJvm.select(uri);
        }
        var proxy = proxyOf(uri.getScheme());
        if (proxy == null || isExcepted(uri.getHost().toLowerCase(Locale.ROOT))) {
            return DIRECT;
        }
        int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
        return List.of(
                new Proxy(
                        Proxy.Type.HTTP,
                        InetSocketAddress.createUnresolved(proxy.getHost(), port)));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException reason) {
        // The request fails with the same reason, and that is what the user is told.
    }

    private boolean isSetInJvm() {
        return List.of("http.proxyHost", "https.proxyHost", "java.net.useSystemProxies").stream()
                .anyMatch(name -> property.apply(name) != null);
    }

    private URI proxyOf(String scheme) {
        var text = variable(scheme.toLowerCase(Locale.ROOT) + "_proxy");
        if (text == null) {
            return null;
        }
        var proxy = URI.create(text.contains("://") ? text : "http://" + text);
        if (proxy.getHost() == null) {
            throw new IllegalArgumentException(
                    "%s_proxy is \"%s\": expected http://host:port".formatted(scheme, text));
        }
        return proxy;
    }

    private String variable(String name) {
        return Settings.choose(
                environment.apply(name), environment.apply(name.toUpperCase(Locale.ROOT)));
    }

    private boolean isExcepted(String host) {
        var exceptions = variable("no_proxy");
        if (exceptions == null) {
            return false;
        }
        for (var exception : exceptions.toLowerCase(Locale.ROOT).split("[,\\s]+")) {
            var name = exception.replaceFirst(":\\d+$", "").replaceFirst("^\\*?\\.", "");
            if (name.equals("*") || host.equals(name) || host.endsWith("." + name)) {
                return true;
            }
        }
        return false;
    }

    private final class ProxyPasswords extends Authenticator {
        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            var proxy = proxyOf(getRequestingURL().getProtocol());
            if (getRequestorType() != RequestorType.PROXY
                    || proxy == null
                    || proxy.getUserInfo() == null) {
                return null;
            }
            var userAndPassword = proxy.getUserInfo().split(":", 2);
            var password = userAndPassword.length < 2 ? "" : userAndPassword[1];
            return new PasswordAuthentication(userAndPassword[0], password.toCharArray());
        }
    }
}
