package ai.d2l.internal.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A folder takes no (or no more) files, so that another source cannot help either. */
final class CannotWriteException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Tells why; of the bytes that are needed nothing is said if they are 0. */
    CannotWriteException(Path folder, long bytesNeeded, IOException cause) {
        this(folder, bytesNeeded, reason(cause));
        initCause(cause);
    }

    CannotWriteException(Path folder, long bytesNeeded, String reason) {
        super(
                "cannot write in %s (%s)".formatted(folder, reason)
                        + (bytesNeeded == 0
                                ? ""
                                : "; %s are needed".formatted(Progress.megabytes(bytesNeeded))));
    }

    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "no permission";
        }
        if (cause instanceof FileAlreadyExistsException) {
            return "there is a file of that name";
        }
        var reason = cause instanceof FileSystemException e ? e.getReason() : cause.getMessage();
        return reason == null ? cause.getClass().getSimpleName() : reason;
    }
}
