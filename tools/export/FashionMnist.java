import ai.djl.Device;
import ai.djl.ndarray.*;
import ai.djl.ndarray.types.*;
import ai.djl.training.dataset.Batch;
import java.io.*;
import java.nio.ByteBuffer;
import java.nio.file.*;
import java.util.*;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** The data set as a whole, on one device. */
record FashionMnist(
        NDArray trainImages, NDArray trainLabels, NDArray testImages, NDArray testLabels) {

    private static final String URL =
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";

    static final List<String> LABELS =
            List.of(
                    ("t-shirt,trouser,pullover,dress,coat,sandal,shirt,sneaker,bag,ankle boot")
                            .split(","));

    static FashionMnist load() throws IOException {
        return builder().build();
    }

    static Builder builder() {
        return new Builder();
    }

    static final class Builder {
        private NDManager manager = NDManager.newBaseManager();

        Builder optDevice(Device device) {
            manager = NDManager.newBaseManager(device);
            return this;
        }

        FashionMnist build() throws IOException {
            return new FashionMnist(
                    images("train-images-idx3-ubyte"),
                    labels("train-labels-idx1-ubyte"),
                    images("t10k-images-idx3-ubyte"),
                    labels("t10k-labels-idx1-ubyte"));
        }

        private NDArray images(String name) throws IOException {
            byte[] file = read(name);
            var pixels = ByteBuffer.wrap(file, 16, file.length - 16).slice(); // behind the header
            return manager.create(
                    pixels, new Shape(pixels.remaining() / 784, 1, 28, 28), DataType.UINT8);
        }

        private NDArray labels(String name) throws IOException {
            byte[] file = read(name);
            return manager.create(IntStream.range(8, file.length).map(i -> file[i]).toArray());
        }
    }

    private static byte[] read(String name) throws IOException {
        Path folder = Path.of(System.getenv().getOrDefault("D2L_DATA", "fashion-mnist"));
        Path plain = folder.resolve(name), packed = folder.resolve(name + ".gz");
        if (!Files.exists(plain) && !Files.exists(packed)) {
            String advice = "%s is not there: fetch it from %s, or name its folder in D2L_DATA";
            throw new FileNotFoundException(advice.formatted(packed, URL + packed.getFileName()));
        }
        try (var file = Files.newInputStream(Files.exists(plain) ? plain : packed)) {
            return (Files.exists(plain) ? file : new GZIPInputStream(file)).readAllBytes();
        }
    }

    /** Returns minibatches of the training set, in another order at each pass. */
    Iterable<Batch> trainIter(int batchSize) {
        return new Minibatches(
                this, trainImages, trainLabels, batchSize, OptionalLong.of(Seed.seed));
    }

    Iterable<Batch> testIter(int batchSize) {
        return new Minibatches(this, testImages, testLabels, batchSize, OptionalLong.empty());
    }

    static List<String> labelNames(NDArray y) {
        long[] numbers = y.toType(DataType.INT64, false).toLongArray();
        return new ArrayList<>(Arrays.stream(numbers).mapToObj(i -> LABELS.get((int) i)).toList());
    }

    /** Shows pictures, and the names of one or two class numbers for each. */
    static void show(NDArray X, NDArray... y) {
        List<String> names = labelNames(y[0]);
        if (y.length > 1) {
            List<String> predicted = labelNames(y[1]);
            names.replaceAll(name -> name + " → " + predicted.remove(0));
        }
        Pictures.show(X, String.join(", ", names));
    }
}
