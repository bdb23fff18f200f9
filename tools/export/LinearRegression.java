import ai.djl.ndarray.*;
import ai.djl.ndarray.types.*;
import ai.djl.training.dataset.Batch;
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

    static Iterable<Batch> loadArray(NDList arrays, int batchSize, boolean isTrain) {
        OptionalLong seed = isTrain ? OptionalLong.of(Seed.seed) : OptionalLong.empty();
        return new Minibatches(arrays, arrays.get(0), arrays.get(1), batchSize, seed);
    }
}
