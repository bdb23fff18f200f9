package ai.d2l.kernel;

import ai.d2l.internal.draw.Numbers;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A part of an array, read without more of it, however large it is.
 *
 * @param values of the part, row by row
 */
record FirstValues(Shape shape, double[] values) {

    private static final long PATIENCE_SECONDS = 3;

    /**
     * Reads what an index cuts out; of a scalar, or of nothing, all.
     *
     * <p>The engine cuts it out. It may still be computing the array; whoever wants to look at it
     * is not made to wait for that.
     *
     * @param index in DJL's words, such as {@code :1,:8,0:28:2}
     * @return empty if the values are not there within a few seconds
     */
    static Optional<FirstValues> read(NDArray array, String index) {
        var task = new FutureTask<>(() -> cut(array, index));
        var reader = new Thread(task, "d2l-first-values");
        reader.setDaemon(true);
        reader.start();
        try {
            return Optional.of(task.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }

    private static FirstValues cut(NDArray array, String index) {
        if (array.getShape().isScalar() || array.isEmpty()) {
            return new FirstValues(array.getShape(), Numbers.of(array));
        }
        try (NDArray part = array.get(new NDIndex(index))) {
            return new FirstValues(part.getShape(), Numbers.of(part));
        }
    }
}
