package ai.d2l.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;

/** A folder that is filled by one process at a time, and locked until it is closed. */
final class CacheFolder implements AutoCloseable {
    private static final long POLL_MILLIS = 100;
    private static final int POLLS_BEFORE_SAYING = 10;

    private final Path path;
    private final FileChannel lockFile;

    private CacheFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Makes the folder if need be, and waits until no other process fills it.
     *
     * @throws CannotWriteException if it cannot be written in, or has too little room
     */
    static CacheFolder lock(Path path, List<DataFile> files, Consumer<String> say)
            throws CannotWriteException, InterruptedException {
        try {
            Files.createDirectories(path);
            var missing = files.stream().filter(file -> !file.isIn(path)).toList();
            requireSpace(path, DataFile.packedSize(missing));
            var lockFile =
                    FileChannel.open(
                            path.resolve(".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            var folder = new CacheFolder(path, lockFile);
            folder.waitForLock(say);
            return folder;
        } catch (CannotWriteException e) {
            throw e;
        } catch (IOException e) {
            throw new CannotWriteException(path, DataFile.packedSize(files), e);
        }
    }

    /** Throws with both numbers if the file system of a folder has less free than is needed. */
    static void requireSpace(Path folder, long bytes) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < bytes) {
            throw new CannotWriteException(folder, bytes, Progress.megabytes(free) + " are free");
        }
    }

    /**
     * Makes a fetched file, which must be on the same file system, a file of the folder.
     *
     * <p>Its bytes are forced to the disk first, so that the name never shows a file without them.
     */
    static void moveInto(Path folder, Path fetched, DataFile file) throws CannotWriteException {
        try (var channel = FileChannel.open(fetched, StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException e) {
            throw new CannotWriteException(folder, file.packedSize(), e);
        }
        try {
            Files.move(
                    fetched,
                    folder.resolve(file.packedName()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CannotWriteException(folder, file.packedSize(), e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws CannotWriteException {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new CannotWriteException(path, 0, e);
        }
    }

    private void waitForLock(Consumer<String> say) throws IOException, InterruptedException {
        for (int poll = 0; ; poll++) {
            // Polled, because a thread that waits inside lock() cannot be told from one of this
            // JVM.
            if (tryLock() != null) {
                return;
            }
            if (poll == POLLS_BEFORE_SAYING) {
                say.accept("Waiting for another process that fetches the data into " + path);
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                close();
                throw e;
            }
        }
    }

    private FileLock tryLock() throws IOException {
        try {
            return lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
