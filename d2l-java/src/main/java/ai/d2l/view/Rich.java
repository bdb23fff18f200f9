package ai.d2l.view;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a value is shown: always as text, in a notebook also as HTML or as a picture.
 *
 * @param text for terminals and screen readers
 * @param html a fragment without colours of its own, so that it fits light and dark pages
 * @param png the bytes of a picture
 */
public record Rich(String text, Optional<String> html, Optional<byte[]> png) {

    static Rich ofText(String text) {
        return new Rich(text, Optional.empty(), Optional.empty());
    }

    static Rich ofHtml(String text, String html) {
        return new Rich(text, Optional.of(html), Optional.empty());
    }

    static Rich ofPicture(String text, byte[] png) {
        return new Rich(text, Optional.empty(), Optional.of(png));
    }

    /** Returns a value's own text, whatever failed when it was to be shown better. */
    public static Rich asText(Object value, Throwable failure) {
        String text;
        try {
            text = String.valueOf(value);
        } catch (RuntimeException | Error e) {
            text = value.getClass().getSimpleName();
        }
        return ofText("%s%n(it cannot be shown better: %s)".formatted(text, failure));
    }

    /** Returns the same in MIME types, binary ones in Base64. */
    public Map<String, String> mimeBundle() {
        var bundle = new LinkedHashMap<String, String>();
        bundle.put("text/plain", text);
        html.ifPresent(fragment -> bundle.put("text/html", fragment));
        png.ifPresent(bytes -> bundle.put("image/png", Base64.getEncoder().encodeToString(bytes)));
        return bundle;
    }
}
