package ai.d2l;

import static ai.d2l.internal.engine.Arguments.require;

import ai.djl.training.dataset.Batch;
import java.util.Iterator;

/** A pass over minibatches that ends early when the thread is interrupted. */
public final class Interruptible {

    private Interruptible() {}

    /**
     * Returns the same minibatches; after an interrupt there is no next one, and the flag stays.
     *
     * @throws IllegalArgumentException if iterator() or next() gives null, a minibatch comes twice,
     *     or the inputs of the first one are not finite numbers
     */
    public static Iterable<Batch> pass(Iterable<Batch> minibatches) {
        return () -> new Pass(minibatches);
    }

    private static final class Pass implements Iterator<Batch> {

        private final Iterable<Batch> source;
        private final Iterator<Batch> batches;
        private Batch before;

        private Pass(Iterable<Batch> source) {
            this.source = source;
            batches = source.iterator();
            require(batches != null, "iterator()", null, "an iterator of minibatches");
        }

        @Override
        public boolean hasNext() {
            return !Thread.currentThread().isInterrupted() && batches.hasNext();
        }

        @Override
        public Batch next() {
            Batch batch = batches.next();
            require(batch != null, "next()", null, "a minibatch, or hasNext() that is false");
            if (batch == before) {
                throw Batches.used("comes twice");
            }
            if (before == null) {
                Inspected.look(source, batch);
            }
            before = batch;
            return batch;
        }
    }
}
