package ai.d2l.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private final Map<String, String> properties =
            new HashMap<>(Map.of("user.home", "/home/ada", "os.name", "Linux"));
    private final Map<String, String> environment = new HashMap<>();

    @Test
    void keepsTheCacheWhereTheSystemWantsIt() {
        assertEquals(Path.of("/home/ada/.cache/d2l-java/fashion-mnist"), settings().cache());
        properties.put("os.name", "Mac OS X");
        assertEquals(
                Path.of("/home/ada/Library/Caches/d2l-java/fashion-mnist"), settings().cache());
        properties.put("os.name", "Windows 11");
        environment.put("LOCALAPPDATA", "/local");
        assertEquals(Path.of("/local/d2l-java/fashion-mnist"), settings().cache());
    }

    @Test
    void heedsXdgCacheHomeIfItIsAbsolute() {
        environment.put("XDG_CACHE_HOME", "/xdg");
        assertEquals(Path.of("/xdg/d2l-java/fashion-mnist"), settings().cache());
        environment.put("XDG_CACHE_HOME", "xdg");
        assertEquals(Path.of("/home/ada/.cache/d2l-java/fashion-mnist"), settings().cache());
    }

    @Test
    void prefersThePropertyToTheEnvironment() {
        environment.putAll(Map.of("D2L_CACHE", "/env", "D2L_DATA", "env"));
        assertEquals(Path.of("/env/fashion-mnist"), settings().cache());
        assertEquals("env", settings().folder());
        properties.putAll(Map.of("d2l.cache", "/property", "d2l.data", "property"));
        assertEquals(Path.of("/property/fashion-mnist"), settings().cache());
        assertEquals("property", settings().folder());
    }

    @Test
    void takesABlankSettingForNone() {
        environment.putAll(Map.of("D2L_DATA", " ", "D2L_DATA_URL", ""));
        assertNull(settings().folder());
        assertEquals(Settings.OFFICIAL_URL, settings().url().toString());
    }

    @Test
    void takesAMirrorWithOrWithoutSlash() {
        environment.put("D2L_DATA_URL", "https://mirror.example/fashion");
        assertEquals("https://mirror.example/fashion/", settings().url().toString());
    }

    @Test
    void refusesAMirrorThatIsNoWebAddress() {
        for (var wrong : new String[] {"mirror.example", "ftp://mirror.example", "http://a b/"}) {
            environment.put("D2L_DATA_URL", wrong);
            var error = assertThrows(IllegalArgumentException.class, this::settings);
            assertTrue(error.getMessage().contains("\"" + wrong + "\""), error.getMessage());
        }
    }

    private Settings settings() {
        return Settings.of(properties::get, environment::get);
    }
}
