package ai.d2l.engine;

import ai.djl.training.dataset.Batch;
import java.util.Iterator;

/** A pass over minibatches that ends early when the thread is interrupted. */
public final class Interruptible {

    private Interruptible() {}

    /**
     * Returns the same minibatches; after an interrupt there is no next one, and the flag stays.
     *
     * @throws IllegalArgumentException at the first minibatch, if its inputs are not finite numbers
     */
    public static Iterable<Batch> pass(Iterable<Batch> minibatches) {
        return () -> untilInterrupted(Inspected.once(minibatches).iterator());
    }

    private static Iterator<Batch> untilInterrupted(Iterator<Batch> batches) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !Thread.currentThread().isInterrupted() && batches.hasNext();
            }

            @Override
            public Batch next() {
                return batches.next();
            }
        };
    }
}
