package ai.d2l;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.dataset.Batch;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Looks at the first minibatch that a source of minibatches gives, for what no net learns from.
 *
 * <p>Once for each source, so that it costs nothing and is said once. What comes later and is no
 * number makes the loss or a weight no number, which ends the training.
 */
final class Inspected {

    /** By identity: a record has an equals() that compares its arrays, which may be closed. */
    private static final List<WeakReference<Object>> SEEN = new ArrayList<>();

    private Inspected() {}

    /**
     * Looks at the first minibatch of a pass, if it is the first of its source.
     *
     * @param source gave the minibatch, which is closed if it is refused
     * @throws IllegalArgumentException naming the first place of a value that is not finite; values
     *     of pictures outside of 0 to 1 are only told
     */
    static void look(Iterable<Batch> source, Batch batch) {
        boolean ours = source instanceof Minibatches; // made of bytes
        if (ours || isSeen(source)) {
            return;
        }
        try {
            InFlight.requireExamples(batch);
            requireEngine(batch);
            batch.getData().forEach(Inspected::look);
        } catch (RuntimeException | Error e) {
            InFlight.close(batch);
            throw e;
        }
        synchronized (SEEN) {
            SEEN.add(new WeakReference<>(source));
        }
    }

    private static boolean isSeen(Object source) {
        synchronized (SEEN) {
            SEEN.removeIf(seen -> seen.refersTo(null));
            return SEEN.stream().anyMatch(seen -> seen.refersTo(source));
        }
    }

    /** An array that is made before the engine is chosen is DJL's choice. */
    private static void requireEngine(Batch batch) {
        String arrays = batch.getManager().getEngine().getEngineName();
        String engine = EngineSetup.engine().getEngineName();
        if (!arrays.equals(engine)) {
            throw new IllegalArgumentException(
                    ("The arrays of a minibatch are of %s, and %s was chosen to compute: make the first"
                                    + " array after the first use of ai.d2l, such as tryGpu()")
                            .formatted(arrays, engine));
        }
    }

    private static void look(NDArray X) {
        float[] values;
        try (NDArray floats = X.toType(DataType.FLOAT32, true)) {
            values = floats.toFloatArray();
        }
        boolean pictures = X.getShape().dimension() == 4;
        int outside = -1;
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "An input is %s at %s of the first minibatch: a net needs finite numbers"
                                .formatted(values[i], place(X, i)));
            }
            if (pictures && outside < 0 && (values[i] < 0 || values[i] > 1)) {
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
