package ai.d2l.data;

import java.io.IOException;

/** What came is not what was expected, however well it was transferred. */
final class WrongBytesException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean cutShort;

    WrongBytesException(String message, boolean cutShort) {
        super(message);
        this.cutShort = cutShort;
    }

    /** True if it might still become right with the bytes that follow. */
    boolean isCutShort() {
        return cutShort;
    }
}
