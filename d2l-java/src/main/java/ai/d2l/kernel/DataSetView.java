package ai.d2l.kernel;

import ai.d2l.FashionMnist;
import ai.d2l.internal.draw.Png;
import ai.d2l.internal.notebook.Rendering;
import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** Shows a data set: how many examples there are of each class, and the first pictures. */
final class DataSetView {

    private static final int PICTURES = 10;

    private DataSetView() {}

    /** Counts the labels of both sets. */
    static Rendering of(FashionMnist data) {
        if (data.trainImages().isReleased()) {
            return Rendering.ofText("FashionMnist, closed");
        }
        var grid = new Grid("class", "name", "training pictures", "test pictures");
        long[] train = counts(data.trainLabels());
        long[] test = counts(data.testLabels());
        for (int i = 0; i < Math.max(train.length, test.length); i++) {
            String name = data.hasLabelNames() ? name(i) : "";
            grid.add(String.valueOf(i), name, number(train, i), number(test, i));
        }
        grid.add("", "sum", sum(train), sum(test));
        String source =
                "%s, pictures of shape %s, from %s"
                        .formatted(
                                data.hasLabelNames() ? "Fashion-MNIST" : "A data set",
                                data.trainImages().getShape().slice(1),
                                data.source());
        return Rendering.ofHtml(
                source + "\n" + grid.text(), Rendering.line(source) + samples(data) + grid.html());
    }

    private static String samples(FashionMnist data) {
        String first = ":" + Math.min(PICTURES, data.testLabels().size());
        try (NDArray X = data.testImages().get(first);
                NDArray y = data.testLabels().get(first)) {
            var captions = FashionMnist.labelNames(y).stream().map(List::of).toList();
            return Rendering.img(Png.of(FashionMnist.grid(X, captions)), "the first test pictures");
        }
    }

    private static long[] counts(NDArray labels) {
        int[] numbers = labels.toIntArray();
        long[] counts = new long[Arrays.stream(numbers).max().orElse(-1) + 1];
        for (int number : numbers) {
            counts[number]++;
        }
        return counts;
    }

    private static String name(int label) {
        return label < FashionMnist.LABELS.size() ? FashionMnist.LABELS.get(label) : "";
    }

    private static String number(long[] counts, int label) {
        return label < counts.length ? "%,d".formatted(counts[label]) : "0";
    }

    private static String sum(long... counts) {
        return "%,d".formatted(LongStream.of(counts).sum());
    }
}
