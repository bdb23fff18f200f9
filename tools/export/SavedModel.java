import ai.djl.MalformedModelException;
import ai.djl.ndarray.*;
import ai.djl.nn.*;
import java.io.*;
import java.nio.file.*;

/** Keeps the weights of a net in a file, as DJL writes them. */
final class SavedModel {
    static Path save(Block net, Path folder, String name) throws IOException {
        Path file = Files.createDirectories(folder).resolve(name + "-0000.params");
        try (var out = new DataOutputStream(Files.newOutputStream(file))) {
            net.saveParameters(out);
        }
        return file;
    }

    static void load(Block net, Path folder, String name)
            throws IOException, MalformedModelException {
        Path file = folder.resolve(name + "-0000.params");
        try (var in = new DataInputStream(Files.newInputStream(file))) {
            net.loadParameters(NDManager.newBaseManager(), in);
        }
    }
}
