package ai.d2l.data;

import java.io.IOException;

/** The server cannot be reached or does not give the file: asking again does not help. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
