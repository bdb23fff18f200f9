import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.*;
import ai.djl.ndarray.types.*;
import ai.djl.nn.*;
import ai.djl.training.*;
import ai.djl.training.dataset.Batch;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.initializer.XavierInitializer.*;
import ai.djl.training.loss.Loss;

/** Trains a net from fresh weights, minibatch by minibatch, as the chapter does by hand. */
final class Learner {
    private final Block net;
    private final double lr;
    private final NDManager manager; // of the weights, which outlive the learner
    private final ParameterStore parameters;
    private final Loss lossFunction = Loss.softmaxCrossEntropyLoss();
    private boolean hasFreshWeights;
    private double losses, correct;
    private long examples;

    Learner(Block net, double lr, Device device) {
        this.net = net;
        this.lr = lr;
        manager = NDManager.newBaseManager(device);
        parameters = new ParameterStore(manager, false);
    }

    Iterable<Batch> pass(Iterable<Batch> minibatches) {
        losses = correct = examples = 0;
        return minibatches;
    }

    void train(Batch batch) {
        try (batch) {
            if (!hasFreshWeights) {
                net.clear();
                var xavier = new XavierInitializer(RandomType.UNIFORM, FactorType.AVG, 3);
                net.setInitializer(xavier, Parameter.Type.WEIGHT);
                net.initialize(manager, DataType.FLOAT32, batch.getData().getShapes());
                hasFreshWeights = true;
            }
            NDList yHat;
            NDArray loss;
            try (var collector = Engine.getInstance().newGradientCollector()) {
                yHat = net.forward(parameters, batch.getData(), true);
                loss = lossFunction.evaluate(batch.getLabels(), yHat);
                collector.backward(loss);
            }
            for (Parameter parameter : net.getParameters().values()) {
                try (NDArray weight = parameter.getArray().stopGradient();
                        NDArray gradient = parameter.getArray().getGradient();
                        NDArray step = gradient.mul(lr)) {
                    weight.subi(step);
                    gradient.subi(gradient);
                }
            }
            count(batch, yHat.head(), loss.getFloat());
        }
    }

    private void count(Batch batch, NDArray yHat, double loss) {
        if (!Double.isFinite(loss)) {
            throw new ArithmeticException("The loss is %s: take a smaller lr".formatted(loss));
        }
        NDArray y = batch.getLabels().head();
        NDArray right = yHat.argMax(1).toType(y.getDataType(), false).eq(y);
        correct += right.toType(DataType.FLOAT32, false).sum().getFloat();
        losses += loss * batch.getSize();
        examples += batch.getSize();
    }

    Means means() {
        return new Means(losses / examples, correct / examples, examples);
    }

    /** Returns the means of a pass from which nothing is learnt. */
    Means evaluate(Iterable<Batch> minibatches) {
        for (Batch batch : pass(minibatches)) {
            try (batch) {
                count(batch, net.forward(parameters, batch.getData(), false).head(), 0);
            }
        }
        return means();
    }
}
