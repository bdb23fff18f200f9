package ai.d2l.internal.data;

import java.io.IOException;

/** What came is not what was expected, however well it was transferred. */
final class WrongBytesException extends IOException {
    private static final long serialVersionUID = 1L;

    WrongBytesException(String message) {
        super(message);
    }
}
