package ai.d2l.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes the place of the module's own in a standalone chapter, which must not search and resume. */
final class DataFolder {

    private static final String URL = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";

    private final Path path;

    private DataFolder(Path path) {
        this.path = path;
    }

    static DataFolder find(String userFolder, Consumer<String> say) throws IOException {
        // the folder named by D2L_DATA, or one beside this program; what it lacks is downloaded
        String named = Optional.ofNullable(userFolder).orElse(System.getenv("D2L_DATA"));
        Path folder = Path.of(named == null || named.isBlank() ? "fashion-mnist" : named);
        Files.createDirectories(folder);
        for (Split split : Split.values()) {
            for (String name : List.of(split.imagesFile(), split.labelsFile())) {
                boolean there = Files.exists(folder.resolve(name));
                if (!there && !Files.exists(folder.resolve(name + ".gz"))) {
                    download(name + ".gz", folder, say);
                }
            }
        }
        return new DataFolder(folder);
    }

    private static void download(String name, Path folder, Consumer<String> say)
            throws IOException {
        say.accept("Downloading %s into %s".formatted(name, folder.toAbsolutePath()));
        Path part = Files.createTempFile(folder, name, ".part");
        try (InputStream in = URI.create(URL + name).toURL().openStream()) {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw new IOException(
                    "%s%s cannot be downloaded (%s): name a folder that holds it in D2L_DATA"
                            .formatted(URL, name, e),
                    e);
        }
    }

    IdxSet train() throws IOException {
        return IdxSet.read(path, Split.TRAIN);
    }

    IdxSet test() throws IOException {
        return IdxSet.read(path, Split.TEST);
    }

    String source() {
        return "the folder " + path;
    }
}
