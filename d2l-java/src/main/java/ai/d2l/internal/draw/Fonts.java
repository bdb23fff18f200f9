package ai.d2l.internal.draw;

import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.util.Arrays;
import java.util.Locale;

/** Whether this machine can draw text, and what to tell its user when it cannot. */
public final class Fonts {

    private static final String WAY_OUT =
            "this machine has no fonts; install fontconfig and a font, such as the package "
                    + "fonts-dejavu-core, and restart the kernel";

    private static boolean said;

    private Fonts() {}

    /**
     * Returns the font that text in pictures is drawn with.
     *
     * @throws IllegalStateException naming what to install, if there is none
     */
    public static String look() {
        try {
            GraphicsEnvironment.getLocalGraphicsEnvironment().getAllFonts();
            return new Font(Font.SANS_SERIF, Font.PLAIN, 12).getFontName(Locale.ROOT);
        } catch (RuntimeException | Error e) {
            throw new IllegalStateException(whyNoPicture(e), e);
        }
    }

    /** Prints once in this process why pictures come without text. */
    static synchronized void sayOnce(Throwable cause) {
        if (!said) {
            said = true;
            System.out.println("No text in pictures: " + whyNoPicture(cause));
        }
    }

    static String whyNoPicture(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (isAboutFonts(t)) {
                return WAY_OUT;
            }
        }
        return cause.toString();
    }

    /** AWT's messages name fonts or not, by what is missing; its classes always do. */
    private static boolean isAboutFonts(Throwable t) {
        return String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT).contains("font")
                || Arrays.stream(t.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().matches("(java|sun)\\..*Font.*"));
    }
}
