package ai.d2l;

import static ai.d2l.internal.engine.Arguments.require;

import ai.djl.training.dataset.Batch;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** A pass over minibatches that ends early when the thread is interrupted, and leaves the flag. */
final class Pass implements Iterator<Batch> {

    /** What DJL says of arrays and managers that were closed. */
    private static final Pattern CLOSED =
            Pattern.compile("^(Native resource|NDManager) has been (release|close)");

    private final Iterable<Batch> source;
    private final String name;
    private final long number;
    private final Iterator<Batch> batches;
    private Batch before;

    /**
     * Begins a pass.
     *
     * @param name what the caller calls the source
     * @param number which pass it is, from 1
     * @throws IllegalArgumentException here and later if the source is null, iterator() or next()
     *     gives null, there is no minibatch, one comes twice, or the inputs of the first one are
     *     not finite numbers
     */
    Pass(Iterable<Batch> source, String name, long number) {
        require(source != null, name, null, "minibatches");
        this.source = source;
        this.name = name;
        this.number = number;
        batches = unchanged(source::iterator);
        require(batches != null, "iterator()", null, "an iterator of minibatches");
    }

    @Override
    public boolean hasNext() {
        if (Thread.currentThread().isInterrupted()) {
            return false;
        }
        boolean hasNext = unchanged(batches::hasNext);
        require(
                hasNext || before != null,
                name,
                number == 1 ? "empty" : "empty at pass " + number,
                number == 1
                        ? "at least one minibatch"
                        : "minibatches that begin anew at each iterator(), as Minibatches.of(dataset) does");
        return hasNext;
    }

    @Override
    public Batch next() {
        Batch batch = unchanged(batches::next);
        require(batch != null, "next()", null, "a minibatch, or hasNext() that is false");
        if (batch == before) {
            throw InFlight.used("comes twice");
        }
        if (before == null) {
            Inspected.look(source, batch);
        }
        before = batch;
        return batch;
    }

    /** Says what it means that a collection was changed, or arrays were closed, meanwhile. */
    private static <T> T unchanged(Supplier<T> call) {
        try {
            return call.get();
        } catch (ConcurrentModificationException e) {
            throw changed("changed", e);
        } catch (IllegalStateException e) {
            if (CLOSED.matcher(String.valueOf(e.getMessage())).find()) {
                throw changed("closed", e);
            }
            throw e;
        }
    }

    private static IllegalStateException changed(String how, RuntimeException e) {
        return new IllegalStateException(
                "The data set was %s during a pass over it: leave it as it is until the pass has ended"
                        .formatted(how),
                e);
    }
}
