package ai.d2l.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Fills the cache from the first source that has the data. */
record Fetching(Settings settings, Consumer<String> say) {

    /**
     * Returns the folder with all files: the cache, or where that cannot be written, a temporary
     * folder that lives as long as this process; empty if no source gives the files.
     */
    Optional<Path> fetch() throws InterruptedException {
        try {
            return fill(settings.cache());
        } catch (CannotWriteException e) {
            say.accept("The data cannot be kept: %s.".formatted(e.getMessage()));
        }
        try {
            var folder = Files.createTempDirectory("d2l-java-");
            deleteAtExit(folder);
            say.accept("It goes into %s, for this run only.".formatted(folder));
            return fill(folder);
        } catch (IOException e) {
            say.accept("Nor for this run only: %s.".formatted(e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<Path> fill(Path path) throws CannotWriteException, InterruptedException {
        try (var folder = CacheFolder.lock(path, settings.files(), say)) {
            if (DataFile.allIn(path, settings.files())) {
                return Optional.of(path);
            }
            for (var source : sources()) {
                if (fill(folder.path(), source)) {
                    return Optional.of(path);
                }
            }
            return Optional.empty();
        }
    }

    private boolean fill(Path path, Source source)
            throws CannotWriteException, InterruptedException {
        say.accept(
                "Fetching Fashion-MNIST (%s) from %s into %s"
                        .formatted(
                                Progress.megabytes(DataFile.packedSize(settings.files())),
                                source.name(),
                                path));
        try {
            source.fetch(settings.files(), path);
            return true;
        } catch (CannotWriteException e) {
            throw e;
        } catch (IOException e) {
            stopIfInterrupted();
            say.accept("Not from %s: %s".formatted(source.name(), e.getMessage()));
            return false;
        }
    }

    private List<Source> sources() {
        var download =
                new Download(
                        settings.url(), settings.connectTimeout(), settings.stallTimeout(), say);
        return DebianPackage.isPossible()
                ? List.of(download, new DebianPackage(settings.aptOptions(), say))
                : List.of(download);
    }

    /** An interrupt closes the files that the thread writes, which looks like a source's fault. */
    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private static void deleteAtExit(Path folder) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    try {
                                        new TemporaryFolder(folder).close();
                                    } catch (IOException e) {
                                        // The system empties its temporary folder itself.
                                    }
                                }));
    }
}
