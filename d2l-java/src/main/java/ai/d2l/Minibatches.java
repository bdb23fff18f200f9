package ai.d2l;

import static ai.d2l.internal.engine.Arguments.require;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.Batchifier;
import ai.djl.util.Progress;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Minibatches of a data set that lies on the device as a whole.
 *
 * <p>Each call of {@code iterator()} is a new pass; a shuffled one has an order of its own, drawn
 * from the seed and the number of the pass. A minibatch belongs to whoever takes it and has to be
 * closed. The last one holds what is left, and may be smaller. A data set of DJL, which {@code
 * EasyTrain.fit} takes.
 */
public final class Minibatches implements Iterable<Batch>, Dataset {

    private final Object holder;
    private final NDArray images;
    private final NDArray labels;
    private final int batchSize;
    private final OptionalLong seed;
    private final AtomicLong passes = new AtomicLong();

    /**
     * Makes the minibatches of a data set.
     *
     * @param holder whoever closes the arrays when it is gone, kept from going
     * @param images uint8 of shape (examples, channels, height, width), which are brought to 0 to
     *     1; or numbers of another type, a row for each example, which are given as they are
     * @param labels a row for each example, mostly int32 of shape (examples)
     * @param batchSize examples in a minibatch, at least 1
     * @param seed what the order is drawn from; empty to keep the order of the data set
     * @throws IllegalArgumentException if batchSize is below 1
     */
    public Minibatches(
            Object holder, NDArray images, NDArray labels, int batchSize, OptionalLong seed) {
        require(batchSize >= 1, "batchSize", batchSize, "a whole number from 1");
        this.holder = holder;
        this.images = images;
        this.labels = labels;
        this.batchSize = batchSize;
        this.seed = seed;
    }

    /**
     * Returns the minibatches of a DJL data set, a new pass at each call of {@code iterator()}:
     * {@code dataset.getData(manager)} gives one pass alone.
     *
     * <pre>{@code
     * var trainIter = Minibatches.of(trainSet);
     * var result = train(net, config, trainIter, Minibatches.of(testSet), 10, tryGpu());
     * }</pre>
     */
    public static Iterable<Batch> of(Dataset dataset) {
        require(dataset != null, "dataset", null, "a Dataset, such as an ArrayDataset");
        return new DatasetPasses(dataset);
    }

    /** Returns these, for DJL's own loops; they do not belong to that manager. */
    @Override
    public Iterable<Batch> getData(NDManager manager) {
        return this;
    }

    @Override
    public void prepare(Progress progress) {
        // the arrays are there
    }

    @Override
    public Iterator<Batch> iterator() {
        int[] order = order(Math.toIntExact(labels.getShape().get(0)), passes.getAndIncrement());
        return new Iterator<>() {
            private final OpenMinibatches open = new OpenMinibatches();
            private int next;

            @Override
            public boolean hasNext() {
                return next < order.length;
            }

            @Override
            public Batch next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("This pass has no more minibatches");
                }
                int from = next;
                next = (int) Math.min((long) from + batchSize, order.length);
                Batch minibatch =
                        minibatch(Arrays.copyOfRange(order, from, next), next, order.length);
                open.add(minibatch.getManager());
                return minibatch;
            }
        };
    }

    @Override
    public String toString() {
        if (labels.isReleased()) {
            return "Minibatches of a data set that is closed";
        }
        long examples = labels.getShape().get(0);
        return "%,d minibatches of %,d examples of shape %s, %s"
                .formatted(
                        (examples + batchSize - 1) / batchSize,
                        Math.min(batchSize, examples),
                        images.getShape().slice(1),
                        seed.isPresent() ? "shuffled" : "in the order of the data set");
    }

    private Batch minibatch(int[] indices, int progress, int total) {
        NDManager manager = images.getManager().newSubManager();
        try (NDArray index = manager.create(indices)) {
            NDArray X = inputs(images.get(new NDIndex("{}", index)));
            NDArray y = labels.get(new NDIndex("{}", index));
            return new Batch(
                    manager,
                    new NDList(X),
                    new NDList(y),
                    indices.length,
                    Batchifier.STACK,
                    Batchifier.STACK,
                    progress,
                    total);
        }
    }

    private static NDArray inputs(NDArray rows) {
        if (rows.getDataType() != DataType.UINT8) {
            return rows;
        }
        try (rows;
                NDArray floats = rows.toType(DataType.FLOAT32, true)) {
            return floats.div(255);
        }
    }

    private int[] order(int size, long pass) {
        int[] order = new int[size];
        Arrays.setAll(order, i -> i);
        if (seed.isPresent()) {
            var random = new SplittableRandom(seed.getAsLong() * 1_000_003 + pass);
            for (int i = size - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int swap = order[i];
                order[i] = order[j];
                order[j] = swap;
            }
        }
        return order;
    }
}
