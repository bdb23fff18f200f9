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
        long needed = DataFile.packedSize(files);
        try {
            Files.createDirectories(path);
            var lockFile =
                    FileChannel.open(
                            path.resolve(".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            var folder = new CacheFolder(path, lockFile);
            folder.waitForLock(say);
            long missing =
                    DataFile.packedSize(files.stream().filter(file -> !file.isIn(path)).toList());
            long free = Files.getFileStore(path).getUsableSpace();
            if (free < missing) {
                folder.close();
                throw new CannotWriteException(
                        path, missing, Progress.megabytes(free) + " are free");
            }
            return folder;
        } catch (CannotWriteException e) {
            throw e;
        } catch (IOException e) {
            throw new CannotWriteException(path, needed, e);
        }
    }

    /** Makes a fetched file, which must be on the same file system, a file of the folder. */
    static void moveInto(Path folder, Path fetched, DataFile file) throws CannotWriteException {
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
