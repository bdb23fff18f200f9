package ai.d2l.view;

import java.util.Base64;

/** Fragments of HTML. */
final class Html {

    private Html() {}

    /** Returns text that no browser takes for markup. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    static String line(String text) {
        return "<div>" + escape(text) + "</div>";
    }

    /** Returns a picture that carries its own bytes. */
    static String picture(byte[] png, String text) {
        return "<img alt=\"%s\" src=\"data:image/png;base64,%s\">"
                .formatted(escape(text), Base64.getEncoder().encodeToString(png));
    }
}
