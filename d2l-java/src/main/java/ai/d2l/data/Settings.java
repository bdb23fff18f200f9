package ai.d2l.data;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * What the search for the data depends on.
 *
 * @param folder the folder that the user names, or null
 * @param systemFolder where a package of the system has put the data
 * @param cache where fetched files are kept
 * @param url where the {@code .gz} files are downloaded from, ending with a slash
 * @param files what the data set consists of
 * @param connectTimeout how long a server may take to accept a connection
 * @param stallTimeout how long a source may send nothing
 * @param aptOptions further arguments for apt-get, before its command
 */
record Settings(
        String folder,
        Path systemFolder,
        Path cache,
        URI url,
        List<DataFile> files,
        Duration connectTimeout,
        Duration stallTimeout,
        List<String> aptOptions) {

    static final Path DEBIAN_FOLDER = Path.of("/usr/share/datasets/fashion-mnist");
    static final String OFFICIAL_URL =
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";

    /** Reads the JVM's properties first, then the environment; an empty value counts as none. */
    static Settings ofThisMachine() {
        return of(System::getProperty, System.getenv()::get);
    }

    static Settings of(UnaryOperator<String> property, UnaryOperator<String> environment) {
        return new Settings(
                choose(property.apply("d2l.data"), environment.apply("D2L_DATA")),
                DEBIAN_FOLDER,
                cache(property, environment),
                url(choose(property.apply("d2l.data.url"), environment.apply("D2L_DATA_URL"))),
                DataFile.FASHION_MNIST,
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                List.of());
    }

    /** The first of the values that is neither null nor blank, or null. */
    static String choose(String... values) {
        for (var value : values) {
            if (value != null && !value.isBlank()) {
                return value.strip();
            }
        }
        return null;
    }

    private static Path cache(UnaryOperator<String> property, UnaryOperator<String> environment) {
        var named = choose(property.apply("d2l.cache"), environment.apply("D2L_CACHE"));
        var caches = named == null ? systemCache(property, environment) : Path.of(named);
        return caches.resolve("fashion-mnist").toAbsolutePath();
    }

    private static Path systemCache(
            UnaryOperator<String> property, UnaryOperator<String> environment) {
        var home = Path.of(property.apply("user.home"));
        var system = property.apply("os.name").toLowerCase(Locale.ROOT);
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

    private static URI url(String named) {
        var url = named == null ? OFFICIAL_URL : named;
        try {
            var address = URI.create(url.endsWith("/") ? url : url + "/");
            if (address.getHost() != null && address.getScheme().matches("(?i)https?")) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // Same message as for an address of another kind.
        }
        throw new IllegalArgumentException(
                "d2l.data.url (or D2L_DATA_URL) is \"%s\": expected an address such as %s"
                        .formatted(url, OFFICIAL_URL));
    }
}
