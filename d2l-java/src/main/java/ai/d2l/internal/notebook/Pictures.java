package ai.d2l.internal.notebook;

import ai.d2l.internal.draw.Pixels;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Shows a picture where this runs. */
public final class Pictures {

    private Pictures() {}

    /**
     * Shows a picture as an output of the running cell, or prints its text outside a notebook.
     *
     * @param text what the picture shows, for those who cannot see it
     */
    public static void show(BufferedImage picture, String text) {
        show(() -> Rendering.ofPicture(text, Pixels.png(picture)), text);
    }

    /** Shows what is drawn only in a notebook, or prints its text. */
    public static void show(Supplier<Rendering> picture, String text) {
        Optional<Notebook> notebook = Notebook.current();
        if (notebook.isEmpty()) {
            System.out.println(text);
            return;
        }
        notebook.get().display(UUID.randomUUID().toString(), picture.get().mimeBundle());
    }

    /**
     * Writes a picture whole, or leaves the file as it was.
     *
     * @throws IOException naming the file, if it cannot be written
     */
    public static void save(Path file, byte[] png) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path unfinished = target.resolveSibling("." + UUID.randomUUID() + ".png");
        try {
            Files.write(unfinished, png);
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new IOException(
                    "%s is not written, and as it was before: %s".formatted(file, e), e);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
