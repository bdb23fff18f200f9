import ai.djl.ndarray.*;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.*;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.Batchifier;
import java.util.*;

/** The pieces of linear regression by hand, as its chapter writes them. */
final class LinearRegression {
    record Examples(NDArray X, NDArray y) {}

    static Examples syntheticData(NDManager manager, NDArray w, double b, int numExamples) {
        NDArray X = manager.randomNormal(new Shape(numExamples, w.size()));
        var shape = new Shape(numExamples, 1);
        NDArray noise = manager.randomNormal(0, 0.01f, shape, DataType.FLOAT32);
        return new Examples(X, X.matMul(w.reshape(-1, 1)).add(b).add(noise));
    }

    static NDArray linreg(NDArray X, NDArray w, NDArray b) {
        return X.matMul(w).add(b);
    }

    static NDArray squaredLoss(NDArray yHat, NDArray y) {
        return yHat.sub(y.reshape(yHat.getShape())).square().div(2);
    }

    static void sgd(NDList params, double lr, int batchSize) {
        for (NDArray param : params) {
            try (NDArray weight = param.stopGradient();
                    NDArray gradient = param.getGradient();
                    NDArray step = gradient.mul(lr / batchSize)) {
                weight.subi(step);
            }
        }
    }

    /** Shuffles anew in each pass, from the seed and the number of the pass. */
    static Iterable<Batch> loadArray(NDList arrays, int batchSize, boolean isTrain) {
        var passes = new int[1];
        return () -> {
            int n = (int) arrays.get(0).getShape().get(0);
            int[] order = new int[n];
            Arrays.setAll(order, i -> i);
            var random = new SplittableRandom(Seed.seed * 1_000_003L + passes[0]++);
            for (int i = n - 1; i > 0 && isTrain; i--) {
                int j = random.nextInt(i + 1), swap = order[i];
                order[i] = order[j];
                order[j] = swap;
            }
            var all = new ArrayList<Batch>();
            for (int from = 0; from < n; from += batchSize) {
                int to = Math.min(from + batchSize, n);
                all.add(minibatch(arrays, Arrays.copyOfRange(order, from, to), to));
            }
            return all.iterator();
        };
    }

    private static Batch minibatch(NDList arrays, int[] rows, int progress) {
        NDManager manager = arrays.get(0).getManager().newSubManager();
        var index = new NDIndex("{}", manager.create(rows));
        NDArray some = arrays.get(0).get(index);
        boolean isBytes = some.getDataType() == DataType.UINT8; // pictures, brought to 0 to 1
        NDList X = new NDList(isBytes ? some.toType(DataType.FLOAT32, false).div(255) : some);
        NDList y = new NDList(arrays.get(1).get(index));
        long all = arrays.get(0).getShape().get(0);
        Batchifier stack = Batchifier.STACK;
        return new Batch(manager, X, y, rows.length, stack, stack, progress, all);
    }
}
