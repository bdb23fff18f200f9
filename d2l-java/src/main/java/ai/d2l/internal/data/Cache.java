package ai.d2l.internal.data;

import ai.djl.util.Utils;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Folders that are filled by one process at a time.
 *
 * @param what what they are filled with, for messages
 * @param bytes how many that takes, or 0 if unknown
 * @param say what gets each line about waiting and about folders that cannot be written
 */
record Cache(String what, long bytes, Consumer<String> say) {

    /** A process has one lock of a file: its threads need another to wait for each other. */
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private static Path temporary;

    /** What fills a folder. */
    interface Filling {
        void fill(Path folder) throws IOException, InterruptedException;
    }

    /**
     * Fills a folder or, where that cannot be written, a temporary one that lives as long as this
     * process.
     *
     * @return the folder that is filled
     * @throws CannotWriteException if the temporary folder cannot be written either
     * @throws CancellationException if the thread is interrupted
     */
    Path fill(Path folder, Filling filling) throws IOException {
        try {
            try {
                return fillAlone(folder, filling);
            } catch (CannotWriteException e) {
                stopIfInterrupted();
                say.accept("The data cannot be kept: %s.".formatted(e.getMessage()));
            }
            var instead = temporary().resolve(folder.getRoot().relativize(folder));
            say.accept("It goes into %s, for this run only.".formatted(instead));
            return fillAlone(instead, filling);
        } catch (InterruptedException e) {
            throw stopped();
        } catch (IOException e) {
            // What an interrupt closes looks like a fault of the file.
            if (Thread.interrupted()) {
                throw stopped();
            }
            throw e;
        }
    }

    static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private CancellationException stopped() {
        Thread.currentThread().interrupt();
        return new CancellationException(
                "Stopped while fetching %s; the next run goes on from there.".formatted(what));
    }

    @SuppressWarnings("try") // what is closed is the lock
    private Path fillAlone(Path folder, Filling filling) throws IOException, InterruptedException {
        var threads = THREADS.computeIfAbsent(folder, path -> new ReentrantLock());
        if (!threads.tryLock(1, TimeUnit.SECONDS)) {
            sayThatItWaits(folder);
            threads.lockInterruptibly();
        }
        try (var lockFile = lock(folder)) {
            filling.fill(folder);
            return folder;
        } finally {
            threads.unlock();
        }
    }

    private FileChannel lock(Path folder) throws CannotWriteException {
        try {
            Files.createDirectories(folder);
            var lockFile =
                    FileChannel.open(
                            folder.resolve(".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (lockFile.tryLock() == null) {
                sayThatItWaits(folder);
                lockFile.lock();
            }
            return lockFile;
        } catch (IOException e) {
            throw new CannotWriteException(folder, bytes, e);
        }
    }

    private void sayThatItWaits(Path folder) {
        say.accept("Waiting for another process that fetches the data into " + folder);
    }

    private static synchronized Path temporary() throws IOException {
        if (temporary == null) {
            var made = Files.createTempDirectory("d2l-java-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> Utils.deleteQuietly(made)));
            temporary = made;
        }
        return temporary;
    }

    /** Throws with both numbers if the file system of a folder has less free than is needed. */
    static void requireSpace(Path folder, long bytes) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < bytes) {
            throw new CannotWriteException(folder, bytes, Progress.megabytes(free) + " are free");
        }
    }

    /**
     * Gives a fetched file, which must be on the same file system, its name in the cache.
     *
     * <p>Its bytes are forced to the disk first, so that the name never shows a file without them.
     */
    static void keep(Path fetched, Path as) throws CannotWriteException {
        try {
            try (var file = new FileOutputStream(fetched.toFile(), true)) {
                file.getFD().sync();
            }
            Files.move(
                    fetched,
                    as,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CannotWriteException(as.getParent(), 0, e);
        }
    }
}
