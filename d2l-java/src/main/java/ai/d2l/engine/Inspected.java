package ai.d2l.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.dataset.Batch;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Looks at the first minibatch that a source of minibatches gives, for what no net learns from.
 *
 * <p>Once for each source, so that it costs nothing and is said once. What comes later and is no
 * number makes the loss or a weight no number, which ends the training.
 */
final class Inspected {

    private static final Map<Object, Boolean> SEEN =
            Collections.synchronizedMap(new WeakHashMap<>());

    private Inspected() {}

    /**
     * Returns the same minibatches.
     *
     * @throws IllegalArgumentException at the first one, naming the first place of a value that is
     *     not finite; values outside of 0 to 1 are only told
     */
    static Iterable<Batch> once(Iterable<Batch> minibatches) {
        boolean ours = minibatches instanceof Minibatches; // made of bytes
        if (ours || SEEN.containsKey(minibatches)) {
            return minibatches;
        }
        return () -> lookingAtTheFirst(minibatches);
    }

    private static Iterator<Batch> lookingAtTheFirst(Iterable<Batch> source) {
        Iterator<Batch> batches = source.iterator();
        return new Iterator<>() {
            private boolean seen;

            @Override
            public boolean hasNext() {
                return batches.hasNext();
            }

            @Override
            public Batch next() {
                Batch batch = batches.next();
                if (!seen) {
                    look(batch);
                    seen = true;
                    SEEN.put(source, true);
                }
                return batch;
            }
        };
    }

    private static void look(Batch batch) {
        try {
            batch.getData().forEach(Inspected::look);
        } catch (RuntimeException | Error e) {
            batch.close();
            throw e;
        }
    }

    private static void look(NDArray X) {
        float[] values;
        try (NDArray floats = X.toType(DataType.FLOAT32, true)) {
            values = floats.toFloatArray();
        }
        int outside = -1;
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "An input is %s at %s of the first minibatch: a net needs finite numbers"
                                .formatted(values[i], place(X, i)));
            }
            if (outside < 0 && (values[i] < 0 || values[i] > 1)) {
                outside = i;
            }
        }
        if (outside >= 0) {
            System.out.printf(
                    "Note: an input is %s at %s of the first minibatch, and the nets of these"
                            + " chapters learn best from 0 to 1. Bytes are to be divided by 255.%n",
                    values[outside], place(X, outside));
        }
    }

    /** Returns the index of a value in each dimension, such as [3, 0, 27, 27]. */
    private static String place(NDArray X, int position) {
        long[] index = new long[X.getShape().dimension()];
        long rest = position;
        for (int i = index.length - 1; i >= 0; i--) {
            index[i] = rest % X.getShape().get(i);
            rest /= X.getShape().get(i);
        }
        return Arrays.toString(index);
    }
}
