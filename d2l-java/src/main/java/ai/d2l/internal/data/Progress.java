package ai.d2l.internal.data;

import java.util.Locale;
import java.util.function.Consumer;

/** Says how far a transfer is: at most once a second, and nothing of one that takes less. */
final class Progress {
    private static final long SECOND = 1_000_000_000L;

    private final String what;
    private final long total;
    private final long before;
    private final Consumer<String> say;
    private final long start = System.nanoTime();
    private long lastSaid = start;

    /**
     * Starts the clock.
     *
     * @param total size in bytes, or 0 if unknown
     * @param before bytes that were there before, which do not count for the speed
     */
    Progress(String what, long total, long before, Consumer<String> say) {
        this.what = what;
        this.total = total;
        this.before = before;
        this.say = say;
    }

    long total() {
        return total;
    }

    void update(long done) {
        long now = System.nanoTime();
        if (now - lastSaid >= SECOND) {
            lastSaid = now;
            say.accept(text(done, now - start));
        }
    }

    String text(long done, long nanoseconds) {
        if (total == 0 || done > total) {
            return "%s: %s so far".formatted(what, megabytes(done));
        }
        var text = "%s: %s of %s".formatted(what, megabytes(done), megabytes(total));
        if (done <= before) {
            return text;
        }
        double secondsLeft = nanoseconds / 1e9 * (total - done) / (done - before);
        return text + ", %.0f s left".formatted(Math.ceil(secondsLeft));
    }

    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
