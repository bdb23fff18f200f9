package ai.d2l.internal.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final String OFFICIAL = "http://data.example/files/";

    private final Map<String, String> properties =
            new HashMap<>(Map.of("user.home", "/home/ada", "os.name", "Linux"));
    private final Map<String, String> environment = new HashMap<>();

    @Test
    void keepsTheCacheWhereTheSystemWantsIt() {
        assertEquals(Path.of("/home/ada/.cache/d2l-java"), settings().cache());
        properties.put("os.name", "Mac OS X");
        assertEquals(Path.of("/home/ada/Library/Caches/d2l-java"), settings().cache());
        properties.put("os.name", "Windows 11");
        environment.put("LOCALAPPDATA", "/local");
        assertEquals(Path.of("/local/d2l-java"), settings().cache());
    }

    @Test
    void heedsXdgCacheHomeIfItIsAbsolute() {
        environment.put("XDG_CACHE_HOME", "/xdg");
        assertEquals(Path.of("/xdg/d2l-java"), settings().cache());
        environment.put("XDG_CACHE_HOME", "xdg");
        assertEquals(Path.of("/home/ada/.cache/d2l-java"), settings().cache());
    }

    @Test
    void prefersThePropertyToTheEnvironment() {
        environment.putAll(Map.of("D2L_CACHE", "/env", "D2L_DATA", "env"));
        assertEquals(Path.of("/env"), settings().cache());
        assertEquals("env", settings().get("d2l.data"));
        properties.putAll(Map.of("d2l.cache", "/property", "d2l.data", "property"));
        assertEquals(Path.of("/property"), settings().cache());
        assertEquals("property", settings().get("d2l.data"));
    }

    @Test
    void takesABlankSettingForNone() {
        environment.putAll(Map.of("D2L_DATA", " ", "D2L_DATA_URL", ""));
        assertNull(settings().get("d2l.data"));
        assertEquals(OFFICIAL, url());
    }

    @Test
    void takesAMirrorWithOrWithoutSlash() {
        environment.put("D2L_DATA_URL", "https://mirror.example/fashion");
        assertEquals("https://mirror.example/fashion/", url());
    }

    @Test
    void refusesAMirrorThatIsNoWebAddress() {
        for (var wrong : new String[] {"mirror.example", "ftp://mirror.example", "http://a b/"}) {
            environment.put("D2L_DATA_URL", wrong);
            var error = assertThrows(IllegalArgumentException.class, this::url);
            assertEquals(
                    "d2l.data.url (or D2L_DATA_URL) is \"%s\": expected an address such as %s"
                            .formatted(wrong, OFFICIAL),
                    error.getMessage());
        }
    }

    private Settings settings() {
        return new Settings(properties::get, environment::get);
    }

    private String url() {
        return settings().url("d2l.data.url", OFFICIAL).toString();
    }
}
