package ai.d2l.plot;

import java.util.Locale;

/** What to tell someone whose machine cannot draw text. */
final class Fonts {

    private static boolean said;

    private Fonts() {}

    /** Prints once in this process why pictures come without text. */
    static synchronized void sayOnce(Throwable cause) {
        if (!said) {
            said = true;
            System.out.println("No text in pictures: " + whyNoPicture(cause));
        }
    }

    static String whyNoPicture(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            String message = String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT);
            if (message.contains("font")) {
                return "this machine has no fonts; install fontconfig and a font, "
                        + "such as the package fonts-dejavu-core, and restart the kernel";
            }
        }
        return cause.toString();
    }
}
