import ai.djl.Device;
import ai.djl.ndarray.*;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.*;
import ai.djl.training.dataset.Batch;
import java.io.*;
import java.util.*;
import java.util.stream.IntStream;

/** The data set as a whole, on one device. */
record FashionMnist(
        NDArray trainImages, NDArray trainLabels, NDArray testImages, NDArray testLabels) {

    static final List<String> LABELS =
            List.of(
                    ("t-shirt,trouser,pullover,dress,coat,sandal,shirt,sneaker,bag,ankle boot")
                            .split(","));

    static Builder builder() {
        return new Builder();
    }

    static final class Builder {
        private Device device = Training.tryGpu();

        Builder optDevice(Device device) {
            this.device = device;
            return this;
        }

        FashionMnist build() throws IOException {
            NDManager manager = NDManager.newBaseManager(device);
            return new FashionMnist(
                    images(manager, DataFolder.read("train-images-idx3-ubyte")),
                    labels(manager, DataFolder.read("train-labels-idx1-ubyte")),
                    images(manager, DataFolder.read("t10k-images-idx3-ubyte")),
                    labels(manager, DataFolder.read("t10k-labels-idx1-ubyte")));
        }

        private static NDArray images(NDManager manager, byte[] file) {
            byte[] pixels = Arrays.copyOfRange(file, 16, file.length);
            var shape = new Shape(pixels.length / 784, 1, 28, 28);
            NDArray images = manager.create(shape, DataType.UINT8);
            images.set(pixels);
            return images;
        }

        private static NDArray labels(NDManager manager, byte[] file) {
            return manager.create(IntStream.range(8, file.length).map(i -> file[i]).toArray());
        }
    }

    /** Returns minibatches of the training set, in another order at each pass. */
    Iterable<Batch> trainIter(int batchSize) {
        int[] passes = {0};
        return () -> {
            int[] order = IntStream.range(0, (int) trainLabels.size()).toArray();
            var random = new SplittableRandom(Seed.get() * 1_000_003L + passes[0]++);
            for (int i = order.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                int swap = order[i];
                order[i] = order[j];
                order[j] = swap;
            }
            return minibatches(trainImages, trainLabels, order, batchSize);
        };
    }

    Iterable<Batch> testIter(int batchSize) {
        int[] order = IntStream.range(0, (int) testLabels.size()).toArray();
        return () -> minibatches(testImages, testLabels, order, batchSize);
    }

    private static Iterator<Batch> minibatches(
            NDArray images, NDArray labels, int[] order, int batchSize) {
        int total = (order.length + batchSize - 1) / batchSize;
        return IntStream.range(0, total)
                .mapToObj(
                        i -> {
                            int to = Math.min(order.length, (i + 1) * batchSize);
                            int[] indices = Arrays.copyOfRange(order, i * batchSize, to);
                            NDManager manager = images.getManager().newSubManager();
                            var index = new NDIndex("{}", manager.create(indices));
                            NDArray X = images.get(manager, index);
                            NDArray y = labels.get(manager, index);
                            var data = new NDList(X.toType(DataType.FLOAT32, false).div(255));
                            int size = indices.length;
                            return new Batch(
                                    manager, data, new NDList(y), size, null, null, i + 1, total);
                        })
                .iterator();
    }

    static List<String> labelNames(NDArray y) {
        long[] numbers = y.toType(DataType.INT64, false).toLongArray();
        return Arrays.stream(numbers).mapToObj(i -> LABELS.get((int) i)).toList();
    }

    static void show(NDArray X, NDArray y) {
        Pictures.show(X, String.join(", ", labelNames(y)));
    }

    static void show(NDArray X, NDArray y, NDArray yHat) {
        var names = new ArrayList<>(labelNames(y));
        List<String> predicted = labelNames(yHat);
        for (int i = 0; i < names.size(); i++) {
            names.set(i, names.get(i) + " → " + predicted.get(i));
        }
        Pictures.show(X, String.join(", ", names));
    }
}
