import ai.djl.ndarray.*;
import ai.djl.training.dataset.Batch;
import java.util.*;
import java.util.stream.IntStream;

/** Minibatches of pictures and labels, in their order. */
record Minibatches(
        NDManager manager, NDArray X, NDArray y, int batchSize, OptionalLong noSeed)
        implements Iterable<Batch> {

    @Override
    public Iterator<Batch> iterator() {
        int[] order = IntStream.range(0, (int) y.size()).toArray();
        return FashionMnist.minibatches(X, y, order, batchSize);
    }
}
