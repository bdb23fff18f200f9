package ai.d2l;

import static ai.d2l.internal.engine.Arguments.require;
import static ai.d2l.internal.engine.Arguments.requireDevice;

import ai.d2l.internal.data.DataFolder;
import ai.d2l.internal.data.IdxSet;
import ai.d2l.internal.draw.ImageGrid;
import ai.d2l.internal.engine.Owner;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Fashion-MNIST: 60,000 grey pictures of clothes to learn from and 10,000 to test on, 28 by 28
 * pixels, ten classes.
 *
 * <pre>{@code
 * var data = FashionMnist.load();
 * for (Batch batch : data.trainIter(256)) {
 *     try (batch) {
 *         NDArray X = batch.getData().head(); // (256, 1, 28, 28), float32, 0 to 1
 *         NDArray y = batch.getLabels().head(); // (256), int32, 0 to 9
 *     }
 * }
 * }</pre>
 *
 * <p>The whole data set lies on the device, as bytes. It belongs to this object: closing that, or
 * losing the last reference to it and its iterators, closes the arrays. Minibatches belong to
 * whoever takes them.
 *
 * <p>Source: H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST: a Novel Image Dataset for Benchmarking
 * Machine Learning Algorithms", 2017, arXiv:1708.07747.
 */
public final class FashionMnist implements AutoCloseable {

    /** The names of the ten classes, in the order of their numbers. */
    public static final List<String> LABELS = ClassNames.LABELS;

    private final Owner owner;
    private final NDArray trainImages;
    private final NDArray trainLabels;
    private final NDArray testImages;
    private final NDArray testLabels;
    private final OptionalLong seed;
    private final String source;

    private FashionMnist(Builder builder) throws IOException {
        var folder = DataFolder.find(builder.folder, System.out::println);
        source = folder.source();
        seed = OptionalLong.of(builder.seed);
        IdxSet train = folder.train();
        IdxSet test = folder.test();
        Device device = builder.device == null ? Training.tryGpu() : builder.device;
        owner = new Owner(this, ClassNames.managerOf(test), device);
        trainImages = train.images(owner.manager());
        trainLabels = train.labels(owner.manager());
        testImages = test.images(owner.manager());
        testLabels = test.labels(owner.manager());
    }

    /**
     * Loads the data set onto the GPU where there is one, else the CPU.
     *
     * @throws IOException if the data set cannot be read; the message names the file
     */
    public static FashionMnist load() throws IOException {
        return builder().build();
    }

    /** Starts the settings for another folder, device or seed. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the training set in minibatches, shuffled anew at every pass.
     *
     * @param batchSize examples in a minibatch, at least 1; the last one may be smaller
     * @throws IllegalArgumentException if batchSize is below 1
     */
    public Minibatches trainIter(int batchSize) {
        return new Minibatches(this, trainImages, trainLabels, batchSize, seed);
    }

    /**
     * Returns the test set in minibatches, always in the same order.
     *
     * @param batchSize examples in a minibatch, at least 1; the last one may be smaller
     * @throws IllegalArgumentException if batchSize is below 1
     */
    public Minibatches testIter(int batchSize) {
        return new Minibatches(this, testImages, testLabels, batchSize, OptionalLong.empty());
    }

    /** Returns the training pictures: uint8, (60000, 1, 28, 28). */
    public NDArray trainImages() {
        return trainImages;
    }

    /** Returns the class numbers of the training pictures: int32, (60000). */
    public NDArray trainLabels() {
        return trainLabels;
    }

    /** Returns the test pictures: uint8, (10000, 1, 28, 28). */
    public NDArray testImages() {
        return testImages;
    }

    /** Returns the class numbers of the test pictures: int32, (10000). */
    public NDArray testLabels() {
        return testLabels;
    }

    /** Returns whether this is Fashion-MNIST or its sample, and not another set of that form. */
    public boolean hasLabelNames() {
        return ClassNames.isKnown(owner.manager());
    }

    /** Says where the data set was found. */
    public String source() {
        return source;
    }

    /**
     * Returns the names of classes; the numbers, as text, where they have none, or come from a data
     * set of {@link Builder#optFolder} that is not Fashion-MNIST.
     *
     * @param y class numbers of any integer type, shape (n)
     */
    public static List<String> labelNames(NDArray y) {
        require(y != null, "y", null, "class numbers");
        return ClassNames.of(y);
    }

    /**
     * Shows pictures in rows of ten, with the names of their classes as {@link #labelNames} has
     * them.
     *
     * @param X pictures as {@link Images#of} takes them
     * @param y their class numbers, shape (n)
     */
    public static void show(NDArray X, NDArray y) {
        requireOneForEach(X, "y", y);
        show(X, ClassNames.of(y, X));
    }

    /**
     * Shows pictures in rows of ten, with the names of their true and their predicted class.
     *
     * @param X pictures as {@link Images#of} takes them
     * @param y their true class numbers, shape (n)
     * @param yHat their predicted class numbers, shape (n)
     */
    public static void show(NDArray X, NDArray y, NDArray yHat) {
        requireOneForEach(X, "y", y);
        requireOneForEach(X, "yHat", yHat);
        List<String> names = ClassNames.of(y, X, yHat);
        List<String> predicted = ClassNames.of(yHat, X, y);
        var both = IntStream.range(0, names.size());
        show(X, both.mapToObj(i -> names.get(i) + "\n→ " + predicted.get(i)).toList());
    }

    private static void requireOneForEach(NDArray X, String name, NDArray numbers) {
        Shape shape = X == null ? new Shape() : X.getShape();
        boolean grey = shape.dimension() == 3 || shape.dimension() == 4 && shape.get(1) == 1;
        String range = "grey pictures of shape (n, 1, height, width)";
        require(grey, "X", X == null ? null : "of shape " + shape, range);
        var needed = new Shape(shape.get(0));
        require(
                numbers != null && numbers.getShape().equals(needed),
                name,
                numbers == null ? null : "of shape " + numbers.getShape(),
                "a class number for each picture, of shape " + needed);
    }

    private static void show(NDArray X, List<String> captions) {
        Images.of(X).captions(captions).size(ImageGrid.SIDE).show();
    }

    /** Closes the whole data set; its iterators cannot be used any longer. */
    @Override
    public void close() {
        owner.close();
    }

    /** The settings of a {@link FashionMnist}. */
    public static final class Builder {

        private String folder;
        private Device device;
        private long seed = Seed.get();

        private Builder() {}

        /**
         * Names the folder with the four files, plain or {@code .gz}; any data set in the same form
         * will do.
         */
        public Builder optFolder(Path folder) {
            require(folder != null, "folder", null, "a Path");
            this.folder = folder.toString();
            return this;
        }

        /** Names the device; without it the first GPU, or the CPU. */
        public Builder optDevice(Device device) {
            requireDevice(device);
            this.device = device;
            return this;
        }

        /** Sets what the order of the minibatches is drawn from; without it {@link Seed}. */
        public Builder optSeed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Loads the data set.
         *
         * @throws IOException if it cannot be read; the message names the file
         * @throws OutOfMemoryError naming the JVM's heap and what makes it larger, if it is too
         *     small
         */
        public FashionMnist build() throws IOException {
            try {
                return new FashionMnist(this);
            } catch (OutOfMemoryError e) {
                var error =
                        new OutOfMemoryError(
                                ("Java's heap of %d MiB is too small for the data set: start Java with"
                                                + " -Xmx512m, a kernel by D2L_HEAP=512m make lab")
                                        .formatted(Runtime.getRuntime().maxMemory() >> 20));
                error.initCause(e);
                throw error;
            }
        }
    }
}
