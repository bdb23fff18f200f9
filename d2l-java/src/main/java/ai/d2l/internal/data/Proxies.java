package ai.d2l.internal.data;

import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The proxies that HTTPS_PROXY, HTTP_PROXY and NO_PROXY of the environment name, in capitals or
 * not, made those of the whole JVM unless its own properties name some.
 */
final class Proxies extends Authenticator {
    private final UnaryOperator<String> environment;

    Proxies(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    /** Makes a client use them, with the user and password that their addresses carry. */
    HttpClient.Builder applyTo(HttpClient.Builder client) {
        if (Stream.of("http.proxyHost", "https.proxyHost", "java.net.useSystemProxies")
                .allMatch(name -> System.getProperty(name) == null)) {
            List.of("http", "https").forEach(this::setProperties);
        }
        return client.authenticator(this);
    }

    private void setProperties(String scheme) {
        var proxy = proxyOf(scheme);
        if (proxy != null) {
            int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
            System.setProperty(scheme + ".proxyHost", proxy.getHost());
            System.setProperty(scheme + ".proxyPort", String.valueOf(port));
            var exceptions = variable("no_proxy");
            if (exceptions != null) {
                System.setProperty("http.nonProxyHosts", patterns(exceptions)); // for https too
            }
        }
    }

    /** Also excepts the hosts below each that is named, as curl does. */
    private static String patterns(String exceptions) {
        return Stream.of(exceptions.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .map(name -> name.replaceFirst(":\\d+$", "").replaceFirst("^\\*?\\.", ""))
                .map(name -> name.equals("*") ? name : name + "|*." + name)
                .collect(Collectors.joining("|"));
    }

    private URI proxyOf(String scheme) {
        var text = variable(scheme + "_proxy");
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

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
        var proxy = proxyOf(getRequestingURL().getProtocol().toLowerCase(Locale.ROOT));
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
