package ai.d2l.internal.notebook;

import static ai.d2l.internal.engine.Arguments.require;

import ai.djl.training.dataset.Batch;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * One line that tells how far a pass over minibatches is, and how long it will still take.
 *
 * <p>What takes less than two seconds is not spoken of. In a notebook the line is replaced in
 * place, and says in the end what was done; elsewhere a new line is printed every five seconds.
 */
public final class ProgressLine {

    private static final long SECOND = 1_000_000_000L;

    private final String what;
    private final LongSupplier clock;
    private final Optional<Notebook> notebook = Notebook.current();
    private final String id = UUID.randomUUID().toString();
    private final long start;
    private long next;
    private boolean shown;

    ProgressLine(String what, LongSupplier clock) {
        this.what = what;
        this.clock = clock;
        start = clock.getAsLong();
        next = start + 2 * SECOND;
    }

    /**
     * Returns the same minibatches, watched.
     *
     * @param what is being done, such as {@code evaluating}
     */
    public static Iterable<Batch> over(String what, Iterable<Batch> minibatches) {
        require(minibatches != null, "dataIter", null, "minibatches");
        return () -> {
            Iterator<Batch> pass = minibatches.iterator();
            require(pass != null, "iterator()", null, "an iterator of minibatches");
            var line = new ProgressLine(what, System::nanoTime);
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return pass.hasNext();
                }

                @Override
                public Batch next() {
                    Batch batch = pass.next();
                    if (batch != null) { // who asked for it says so
                        line.update(batch.getProgress(), batch.getProgressTotal());
                    }
                    return batch;
                }
            };
        };
    }

    /**
     * Says how far it is, if it is time to.
     *
     * @param done examples
     * @param total examples of the whole pass
     */
    void update(long done, long total) {
        long now = clock.getAsLong();
        if (shown && done == total && notebook.isPresent()) {
            say("%s: %,d examples".formatted(what, total));
        } else if (now >= next && done > 0 && done < total) {
            next = now + (notebook.isPresent() ? SECOND / 2 : 5 * SECOND);
            double left = (now - start) / 1e9 * (total - done) / done;
            say("%s: %,d of %,d examples, %.0f s left".formatted(what, done, total, left));
        }
    }

    private void say(String text) {
        if (notebook.isEmpty()) {
            System.out.println(text);
        } else if (shown) {
            notebook.get().update(id, Map.of("text/plain", text));
        } else {
            notebook.get().display(id, Map.of("text/plain", text));
        }
        shown = true;
    }
}
