package ai.d2l.plot;

import ai.d2l.kernel.Notebook;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;
import javax.imageio.ImageIO;

/** Shows a picture where this runs. */
public final class Pictures {

    private Pictures() {}

    /**
     * Shows a picture as an output of the running cell, or prints its text outside a notebook.
     *
     * @param text what the picture shows, for those who cannot see it
     */
    public static void show(BufferedImage picture, String text) {
        Optional<Notebook> notebook = Notebook.current();
        if (notebook.isEmpty()) {
            System.out.println(text);
            return;
        }
        var frame = new Frame(Optional.of(png(picture)), text);
        notebook.get().display(UUID.randomUUID().toString(), frame.mimeBundle());
    }

    /** Returns the picture as the bytes of a PNG. */
    public static byte[] png(BufferedImage picture) {
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
