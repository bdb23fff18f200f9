package ai.d2l;

import static ai.d2l.internal.engine.Arguments.require;

import ai.d2l.internal.engine.EngineSetup;
import ai.d2l.internal.engine.SavedWeights;
import ai.djl.nn.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Keeps what a net has learnt in a file of DJL's format, and reads it back.
 *
 * <pre>{@code
 * SavedModel.save(net, Path.of("models"), "lenet"); // models/lenet-0000.params
 * SavedModel.load(sameLayers, Path.of("models"), "lenet");
 * }</pre>
 *
 * <p>The file holds weights, not layers: the program that reads it builds the net again.
 */
public final class SavedModel {

    private SavedModel() {}

    /**
     * Writes the weights of a net; a file of that name is replaced when the new one is whole.
     *
     * <p>Of a net that another thread trains these are the weights between two minibatches.
     *
     * @param net has weights
     * @param folder is made if it is not there
     * @param name what the file's name begins with; no folder is part of it
     * @return the file
     * @throws IllegalArgumentException if the net has no weights yet, or the name is not that of a
     *     file
     * @throws IOException if the file cannot be written; the message names it
     */
    public static Path save(Block net, Path folder, String name) throws IOException {
        EngineSetup.prepare();
        Path file = file(folder, name);
        try {
            Files.createDirectories(folder);
            // each writer has a folder of its own, so that several may save at once
            Path unfinished = Files.createTempDirectory(folder, ".unfinished");
            try {
                SavedWeights.write(net, unfinished, name, file(unfinished, name));
                Files.move(file(unfinished, name), file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                try {
                    Files.deleteIfExists(file(unfinished, name));
                } finally { // a name that is too long cannot even be looked for
                    Files.deleteIfExists(unfinished);
                }
            }
        } catch (IOException e) {
            throw new IOException("%s cannot be written: %s".formatted(file, e), e);
        }
        return file;
    }

    /**
     * Reads weights into a net of the same layers; those it had are closed.
     *
     * <p>They live until the net gets others, or until nobody holds it.
     *
     * <p>A damaged file is known by the checksum that {@link #save} puts behind what DJL reads. A
     * file without one, such as DJL's own, is read too: of its damages only those are known that
     * change its length or the shape of a parameter. Activations, and whatever else has no weights,
     * are not in the file and cannot be compared.
     *
     * @throws IOException if the file is not there, cannot be read, is damaged or cut short, or is
     *     that of another net, with what differs; the net is then as it was before
     * @throws IllegalStateException if the net is being trained; nothing is lost
     */
    public static void load(Block net, Path folder, String name) throws IOException {
        Path file = file(folder, name);
        if (!Files.isReadable(file)) {
            throw new IOException("There is no saved model %s".formatted(file));
        }
        SavedWeights.read(net, file);
    }

    private static Path file(Path folder, String name) {
        Path file = Path.of(name + "-0000.params");
        boolean isPlain = file.equals(file.getFileName()) && !name.isBlank();
        require(isPlain, "name", name, "the name of a file, such as lenet; name its folder apart");
        return folder.resolve(file);
    }
}
