package ai.d2l.internal.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * The place where the four files of Fashion-MNIST, or of a data set of the same form, are read.
 *
 * <pre>{@code
 * var folder = DataFolder.find(null, System.out::println);
 * IdxSet train = folder.train();
 * }</pre>
 */
public final class DataFolder {
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

    private final Path path;
    private final String source;
    private final String remedy;

    private DataFolder(Path path, String source, String remedy) {
        this.path = path;
        this.source = source;
        this.remedy = remedy;
    }

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
     * @throws IOException if there is neither the data set nor a sample of it
     * @throws CancellationException if the thread is interrupted; the next call goes on from there
     */
    public static DataFolder find(String userFolder, Consumer<String> say) throws IOException {
        return find(DataSet.FASHION_MNIST, userFolder, say, Settings.OF_THIS_MACHINE);
    }

    static DataFolder find(DataSet set, String userFolder, Consumer<String> say, Settings settings)
            throws IOException {
        var named = Settings.choose(userFolder, settings.get(set.setting()));
        if (set.hasSample() && SAMPLE.equals(named)) {
            return new DataFolder(null, SAMPLE, "");
        }
        if (named != null) {
            return named(set, Path.of(named).toAbsolutePath());
        }
        if (set.debian() != null && set.isIn(set.debian().folder())) {
            return new DataFolder(
                    set.debian().folder(),
                    "the system's copy in " + set.debian().folder(),
                    ". Install the package anew, or name a folder: %s=folder"
                            .formatted(Settings.variable(set.setting())));
        }
        var cache = settings.cache().resolve(set.name());
        if (set.isIn(cache)) {
            return inCache(cache);
        }
        var fetched = fetch(set, cache, settings, say);
        if (fetched.isPresent()) {
            var folder = fetched.get();
            return folder.equals(cache)
                    ? inCache(folder)
                    : new DataFolder(folder, "the temporary folder " + folder, "");
        }
        if (!set.hasSample()) {
            throw new IOException(
                    ("No source of %s could be reached. Run this again when the machine is online,"
                                    + " or put its files into a folder and name it: %s=folder")
                            .formatted(set.title(), Settings.variable(set.setting())));
        }
        say.accept(NOTICE);
        return new DataFolder(null, SAMPLE, "");
    }

    private static Optional<Path> fetch(
            DataSet set, Path cache, Settings settings, Consumer<String> say) {
        try {
            return new Cache(set.title(), set.packedSize(), say)
                    .fill(cache, folder -> set.fetchInto(folder, settings, say));
        } catch (IOException e) {
            say.accept("Nor for this run only: %s.".formatted(e.getMessage()));
            return Optional.empty();
        }
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

    /** Says in a few words where the data comes from. */
    public String source() {
        return source;
    }

    private IdxSet read(Split split) throws IOException {
        if (isSample()) {
            return Sample.read(split);
        }
        try {
            return IdxSet.read(path, split);
        } catch (IOException e) {
            throw new IOException(e.getMessage() + remedy, e);
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

    private static DataFolder inCache(Path folder) {
        return new DataFolder(
                folder,
                "the user's cache in " + folder,
                ". Delete %s and run again to fetch it anew.".formatted(folder));
    }
}
