import ai.djl.ndarray.*;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.dataset.Batch;
import java.util.*;
import java.util.stream.IntStream;

/** Minibatches of X and y; with a seed, in another order at each pass. */
final class Minibatches implements Iterable<Batch> {
    private final NDArray X, y;
    private final int batchSize;
    private final OptionalLong seed;
    private int passes;

    Minibatches(Object holder, NDArray X, NDArray y, int batchSize, OptionalLong seed) {
        this.X = X;
        this.y = y;
        this.batchSize = batchSize;
        this.seed = seed;
    }

    @Override
    public Iterator<Batch> iterator() {
        int[] order = IntStream.range(0, (int) X.getShape().get(0)).toArray();
        seed.ifPresent(seed -> shuffle(order, seed * 1_000_003L + passes++));
        int total = (order.length + batchSize - 1) / batchSize;
        return IntStream.range(0, total).mapToObj(i -> minibatch(order, i, total)).iterator();
    }

    private static void shuffle(int[] order, long seed) {
        var random = new SplittableRandom(seed);
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
    }

    private Batch minibatch(int[] order, int i, int total) {
        int to = Math.min(order.length, (i + 1) * batchSize);
        NDManager manager = X.getManager().newSubManager();
        var index = new NDIndex("{}", manager.create(Arrays.copyOfRange(order, i * batchSize, to)));
        NDArray rows = X.get(manager, index);
        boolean isPictures = rows.getDataType() == DataType.UINT8; // brought to 0 to 1
        NDArray inputs = isPictures ? rows.toType(DataType.FLOAT32, false).div(255) : rows;
        NDList labels = new NDList(y.get(manager, index));
        int size = to - i * batchSize;
        return new Batch(manager, new NDList(inputs), labels, size, null, null, i + 1, total);
    }
}
