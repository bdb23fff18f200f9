import ai.djl.ndarray.*;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.dataset.Batch;
import java.util.function.*;
import tech.tablesaw.api.Table;

/** Trains a net that is a function, as the chapter writes it. */
final class SoftmaxRegression {
    interface Updater {
        void step(int batchSize);
    }

    static double accuracy(NDArray yHat, NDArray y) {
        NDArray predicted = yHat.argMax(1).toType(y.getDataType(), false);
        return predicted.eq(y).toType(DataType.FLOAT32, false).sum().getFloat();
    }

    static double evaluateAccuracy(UnaryOperator<NDArray> net, Iterable<Batch> dataIter) {
        double right = 0, examples = 0;
        for (Batch batch : dataIter) {
            try (batch;
                    var scope = new NDScope()) {
                NDArray y = batch.getLabels().head();
                right += accuracy(net.apply(batch.getData().head()), y);
                examples += y.size();
            }
        }
        return right / examples;
    }

    static double[] trainEpochCh3(
            UnaryOperator<NDArray> net,
            Iterable<Batch> trainIter,
            BinaryOperator<NDArray> loss,
            Updater updater) {
        double losses = 0, right = 0, examples = 0;
        for (Batch batch : trainIter) {
            try (batch;
                    var recording = Autograd.record()) {
                NDArray y = batch.getLabels().head();
                NDArray yHat = net.apply(batch.getData().head());
                NDArray l = loss.apply(yHat, y).sum();
                recording.backward(l);
                if (!Float.isFinite(l.getFloat())) {
                    throw new ArithmeticException("The loss is no number: take a smaller lr");
                }
                updater.step((int) y.size());
                losses += l.getFloat();
                right += accuracy(yHat, y);
                examples += y.size();
            }
        }
        return new double[] {losses / examples, right / examples};
    }

    static Table trainCh3(
            UnaryOperator<NDArray> net,
            Iterable<Batch> trainIter,
            Iterable<Batch> testIter,
            BinaryOperator<NDArray> loss,
            int numEpochs,
            Updater updater) {
        var animator = Animator.builder().setLegend("train loss", "train acc", "test acc");
        animator.optXLabel("epoch").optXLim(0, numEpochs);
        for (int epoch = 1; epoch <= numEpochs; epoch++) {
            double[] train = trainEpochCh3(net, trainIter, loss, updater);
            animator.add(epoch, train[0], train[1], evaluateAccuracy(net, testIter));
        }
        animator.finish();
        return animator.toTable();
    }

    static void predictCh3(UnaryOperator<NDArray> net, Iterable<Batch> testIter, int n) {
        try (Batch batch = testIter.iterator().next()) {
            NDArray X = batch.getData().head();
            NDArray yHat = net.apply(X).argMax(1);
            String first = "0:" + n;
            NDArray pixels = X.get(first).mul(255).toType(DataType.UINT8, false);
            FashionMnist.show(pixels, batch.getLabels().head().get(first), yHat.get(first));
        }
    }
}
