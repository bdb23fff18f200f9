package ai.d2l.internal.notebook;

import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a value is shown: always as text, in a notebook also as HTML or as a picture.
 *
 * @param text for terminals and screen readers
 * @param html a fragment without colours of its own, so that it fits light and dark pages
 * @param png the bytes of a picture, which the text describes
 * @param svg the same picture in motion, for what shows it
 */
public record Rendering(
        String text, Optional<String> html, Optional<byte[]> png, Optional<String> svg) {

    /** Shows a text alone. */
    public static Rendering ofText(String text) {
        return new Rendering(text, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Shows HTML, and the same as text. */
    public static Rendering ofHtml(String text, String html) {
        return new Rendering(text, Optional.of(html), Optional.empty(), Optional.empty());
    }

    /** Shows a picture, and the same as text. */
    public static Rendering ofPicture(String text, byte[] png) {
        return new Rendering(text, Optional.empty(), Optional.of(png), Optional.empty());
    }

    /** Shows a picture that moves, and one that stands still where the other is not shown. */
    public static Rendering ofMoving(String text, String svg, byte[] png) {
        return new Rendering(text, Optional.empty(), Optional.of(png), Optional.of(svg));
    }

    /** What draws a PNG, or says why it cannot. */
    public interface Drawing {
        byte[] png() throws IOException;
    }

    /** Shows a picture, or says below its text why there is none. */
    public static Rendering ofDrawing(String text, Drawing drawing) {
        try {
            return ofPicture(text, drawing.png());
        } catch (IOException e) {
            return ofText(text + "\n" + e.getMessage());
        }
    }

    /** Returns a value's own text, whatever failed when it was to be shown better. */
    public static Rendering asText(Object value, Throwable failure) {
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
        svg.ifPresent(picture -> bundle.put("image/svg+xml", picture));
        return bundle;
    }

    /** Returns text that no browser takes for markup. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** Returns a line of HTML. */
    public static String line(String text) {
        return "<div>" + escape(text) + "</div>";
    }

    /** Returns a picture in HTML that carries its own bytes. */
    public static String img(byte[] png, String text) {
        return "<img alt=\"%s\" src=\"data:image/png;base64,%s\">"
                .formatted(escape(text), Base64.getEncoder().encodeToString(png));
    }
}
