package ai.d2l.internal.data;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * What the user has set: properties of the JVM ({@code d2l.data}) first, then variables of the
 * environment (D2L_DATA). An empty value counts as none.
 */
record Settings(UnaryOperator<String> properties, UnaryOperator<String> environment) {
    static final Settings OF_THIS_MACHINE = new Settings(System::getProperty, System.getenv()::get);

    /** Returns the value of a setting such as {@code d2l.data}, or null. */
    String get(String name) {
        return choose(properties.apply(name), environment.apply(variable(name)));
    }

    /** Returns the folder of all that is fetched. */
    Path cache() {
        var named = get("d2l.cache");
        return (named == null ? systemCache() : Path.of(named)).toAbsolutePath();
    }

    /** Returns the address that a setting names, ending with a slash, or else the usual one. */
    URI url(String name, String usual) {
        var url = choose(get(name), usual);
        var address = webAddress(url.endsWith("/") ? url : url + "/");
        if (address == null) {
            throw new IllegalArgumentException(
                    "%s (or %s) is \"%s\": expected an address such as %s"
                            .formatted(name, variable(name), url, usual));
        }
        return address;
    }

    /** Returns the address if it is one of http or https, or null. */
    static URI webAddress(String url) {
        try {
            var address = URI.create(url);
            return address.getHost() != null && address.getScheme().matches("(?i)https?")
                    ? address
                    : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Returns the first of the values that is neither null nor blank, or null. */
    static String choose(String... values) {
        for (var value : values) {
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        return null;
    }

    /** Returns the variable of the environment that is looked at where a property is not set. */
    static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    private Path systemCache() {
        var home = Path.of(properties.apply("user.home"));
        var system = properties.apply("os.name").toLowerCase(Locale.ROOT);
        if (system.startsWith("windows")) {
            var local = choose(environment.apply("LOCALAPPDATA"));
            return (local == null ? home.resolve("AppData/Local") : Path.of(local))
                    .resolve("d2l-java");
        }
        if (system.startsWith("mac")) {
            return home.resolve("Library/Caches/d2l-java");
        }
        var xdg = choose(environment.apply("XDG_CACHE_HOME"));
        // The XDG specification says that a relative path is to be ignored.
        return (xdg == null || !Path.of(xdg).isAbsolute() ? home.resolve(".cache") : Path.of(xdg))
                .resolve("d2l-java");
    }
}
