package ai.d2l.internal.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * The place where the four files of Fashion-MNIST, or of a data set of the same form, are read.
 *
 * <pre>{@code
 * var folder = DataFolder.find(null, System.out::println);
 * IdxSet train = folder.train();
 * }</pre>
 *
 * @param path of the folder, null for the sample in the jar
 * @param source where the data comes from, in a few words
 * @param remedy what to do about a file that cannot be read, behind what is wrong with it
 */
public record DataFolder(Path path, String source, String remedy) {
    private static final String SAMPLE = "sample";

    private static final String NOTICE =
            """
            ==============================================================================
            NOTICE: this is only a small SAMPLE of Fashion-MNIST, because no source of the
            whole data set could be reached. Everything runs, but accuracies are lower
            than those in the text. To get the whole set, run this again when the machine
            is online, or put the four files into a folder and name it: D2L_DATA=folder
            ==============================================================================\
            """;

    /**
     * Finds the data, and fetches it if this machine has none.
     *
     * <p>The first that has all files wins: the folder that the user names (here, by the property
     * {@code d2l.data} or by the variable D2L_DATA); the system's copy; the user's cache; the
     * download; Debian's package; last, and with a notice, the sample in the jar.
     *
     * @param userFolder the folder that the user names, {@code "sample"} for the sample without a
     *     notice, or null
     * @param say what gets each line about progress and about sources that fail
     * @throws IllegalArgumentException if the folder that the user names lacks a file, or another
     *     setting is malformed
     * @throws CancellationException if the thread is interrupted; the next call goes on from there
     */
    public static DataFolder find(String userFolder, Consumer<String> say) {
        return find(DataSet.FASHION_MNIST, userFolder, say, Settings.OF_THIS_MACHINE);
    }

    static DataFolder find(
            DataSet set, String userFolder, Consumer<String> say, Settings settings) {
        var named = Settings.choose(userFolder, settings.get("d2l.data"));
        if (SAMPLE.equals(named)) {
            return new DataFolder(null, SAMPLE, "");
        }
        if (named != null) {
            return named(set, Path.of(named).toAbsolutePath());
        }
        var system = set.debian().folder();
        if (set.isIn(system)) {
            return new DataFolder(
                    system,
                    "the system's copy in " + system,
                    ". Install the package anew, or name a folder: D2L_DATA=folder");
        }
        var cache = settings.cache().resolve("fashion-mnist");
        try {
            var folder = set.isIn(cache) ? cache : fetch(set, cache, settings, say);
            return folder.equals(cache)
                    ? new DataFolder(
                            cache,
                            "the user's cache in " + cache,
                            ". Delete %s and run again to fetch it anew.".formatted(cache))
                    : new DataFolder(folder, "the temporary folder " + folder, "");
        } catch (IOException e) {
            say.accept(e.getMessage() + ".");
            say.accept(NOTICE);
            return new DataFolder(null, SAMPLE, "");
        }
    }

    private static DataFolder named(DataSet set, Path folder) {
        var missing =
                set.files().stream()
                        .map(DataFile::name)
                        .filter(name -> !Files.isRegularFile(folder.resolve(name)))
                        .filter(name -> !Files.isRegularFile(folder.resolve(name + ".gz")))
                        .toList();
        if (missing.isEmpty()) {
            return new DataFolder(folder, "the folder " + folder, "");
        }
        throw new IllegalArgumentException(
                "%s %s %s (plain or with .gz). Name a folder that holds them, or none."
                        .formatted(
                                folder,
                                Files.isDirectory(folder)
                                        ? "lacks"
                                        : "is not a folder; it would have to hold",
                                String.join(", ", missing)));
    }

    private static Path fetch(DataSet set, Path cache, Settings settings, Consumer<String> say)
            throws IOException {
        return new Cache("Fashion-MNIST", set.packedSize(), say)
                .fill(cache, folder -> set.fetchInto(folder, settings, say));
    }

    /** The images that a net is trained on. */
    public IdxSet train() throws IOException {
        return read(Split.TRAIN);
    }

    /** The images that a net is tested on. */
    public IdxSet test() throws IOException {
        return read(Split.TEST);
    }

    /** True if this is only the sample in the jar, with which accuracies are much lower. */
    public boolean isSample() {
        return path == null;
    }

    private IdxSet read(Split split) throws IOException {
        if (isSample()) {
            return IdxSet.join( // 2,000 + 1,000 images, and their labels
                    IdxArray.ofJar("sample/" + split.imagesFile() + ".gz", 3),
                    IdxArray.ofJar("sample/" + split.labelsFile() + ".gz", 1));
        }
        try {
            return IdxSet.read(path, split);
        } catch (IOException e) {
            throw new IOException(e.getMessage() + remedy, e);
        }
    }
}
