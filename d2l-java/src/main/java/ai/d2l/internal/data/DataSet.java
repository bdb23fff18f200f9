package ai.d2l.internal.data;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The four files of Fashion-MNIST, and where they come from.
 *
 * @param url of the {@code .gz} files of its authors, ending with a slash
 * @param files what it consists of
 * @param debian Debian's package of it
 */
record DataSet(String url, List<DataFile> files, DebianPackage debian) {

    private static final String OFFICIAL_URL =
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";

    static final DataSet FASHION_MNIST =
            new DataSet(
                    OFFICIAL_URL,
                    List.of(
                            new DataFile(
                                    Split.TRAIN.imagesFile(),
                                    26_421_880,
                                    47_040_016,
                                    "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
                            new DataFile(
                                    Split.TRAIN.labelsFile(),
                                    29_515,
                                    60_008,
                                    "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
                            new DataFile(
                                    Split.TEST.imagesFile(),
                                    4_422_102,
                                    7_840_016,
                                    "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
                            new DataFile(
                                    Split.TEST.labelsFile(),
                                    5_148,
                                    10_008,
                                    "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34")),
                    new DebianPackage(
                            "dataset-fashion-mnist",
                            Path.of("/usr/share/datasets/fashion-mnist"),
                            List.of()));

    /** A place that files can be fetched from. */
    private interface Source {
        void fetch() throws IOException, InterruptedException;
    }

    /** True if a folder holds all files, with the right sizes. */
    boolean isIn(Path folder) {
        return files.stream().allMatch(file -> file.isIn(folder));
    }

    /** Returns the size of the packed files in bytes. */
    long packedSize() {
        return files.stream().mapToLong(DataFile::packedSize).sum();
    }

    /**
     * Fills a folder from the first source that has all files.
     *
     * @throws CannotWriteException if the folder takes no more
     * @throws IOException if no source has them
     */
    void fetchInto(Path folder, Settings settings, Consumer<String> say)
            throws IOException, InterruptedException {
        if (isIn(folder)) {
            return;
        }
        URI mirror = settings.url("d2l.data.url", url);
        var download = new Download(say);
        Source authors =
                () -> {
                    for (var file : files) {
                        file.fetch(download, mirror, folder);
                    }
                };
        Source system = () -> debian.fetch(files, folder, say);
        if (!isFetched(mirror.toString(), authors, folder, say)
                && !(DebianPackage.isPossible()
                        && isFetched("Debian's package " + debian.name(), system, folder, say))) {
            throw new IOException("No source of Fashion-MNIST could be reached");
        }
    }

    private boolean isFetched(String from, Source source, Path into, Consumer<String> say)
            throws CannotWriteException, InterruptedException {
        say.accept(
                "Fetching Fashion-MNIST (%s) from %s into %s"
                        .formatted(Progress.megabytes(packedSize()), from, into));
        try {
            source.fetch();
            return true;
        } catch (CannotWriteException e) {
            throw e;
        } catch (IOException e) {
            // What an interrupt closes looks like a fault of the source.
            Cache.stopIfInterrupted();
            say.accept("Not from %s: %s".formatted(from, e.getMessage()));
            return false;
        }
    }
}
