package ai.d2l.plot;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One state of a live picture.
 *
 * @param png the picture, empty where none could be drawn
 * @param text the same in one line, for terminals and screen readers
 */
record Frame(Optional<byte[]> png, String text) {

    Map<String, String> mimeBundle() {
        var bundle = new LinkedHashMap<String, String>();
        bundle.put("text/plain", text);
        png.ifPresent(bytes -> bundle.put("image/png", Base64.getEncoder().encodeToString(bytes)));
        return bundle;
    }
}
