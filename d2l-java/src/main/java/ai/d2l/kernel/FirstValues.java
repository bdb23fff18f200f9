package ai.d2l.kernel;

import ai.d2l.internal.draw.Numbers;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A part of an array, read without more of it, however large it is.
 *
 * @param values of the part, row by row
 */
record FirstValues(Shape shape, double[] values) {

    private static final long PATIENCE_SECONDS = 3;

    /**
     * Reads the corner at which every index is 0.
     *
     * @param most how many to take along each dimension
     * @return empty if the values are not there within a few seconds
     */
    static Optional<FirstValues> read(NDArray array, long... most) {
        long[] ones = new long[most.length];
        Arrays.fill(ones, 1);
        return read(array, most, ones);
    }

    /**
     * Reads values at even steps from index 0 on.
     *
     * <p>The engine cuts them out. It may still be computing the array; whoever wants to look at it
     * is not made to wait for that.
     *
     * @param most up to which index to go along each dimension
     * @param steps which of these to take: 1 for each, 2 for every second
     * @return empty if the values are not there within a few seconds
     */
    static Optional<FirstValues> read(NDArray array, long[] most, long[] steps) {
        var task = new FutureTask<>(() -> corner(array, most, steps));
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

    private static FirstValues corner(NDArray array, long[] most, long[] steps) {
        if (array.getShape().isScalar() || array.isEmpty()) {
            return new FirstValues(array.getShape(), Numbers.of(array));
        }
        String index =
                IntStream.range(0, most.length)
                        .mapToObj(i -> index(array.getShape().get(i), most[i], steps[i]))
                        .collect(Collectors.joining(","));
        try (NDArray corner = array.get(new NDIndex(index))) {
            return new FirstValues(corner.getShape(), Numbers.of(corner));
        }
    }

    private static String index(long size, long most, long step) {
        String part = ":" + Math.min(most, size);
        return step == 1 ? part : "0" + part + ":" + step;
    }
}
