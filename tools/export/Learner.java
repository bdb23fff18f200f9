import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.*;
import ai.djl.ndarray.types.*;
import ai.djl.nn.*;
import ai.djl.training.*;
import ai.djl.training.dataset.Batch;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.initializer.XavierInitializer.*;
import ai.djl.training.loss.*;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;

/** Trains a net from fresh weights, minibatch by minibatch, as the chapter does by hand. */
final class Learner implements AutoCloseable {
    private final Block net;
    private final TrainingConfig config;
    private final NDManager manager; // of the weights, which outlive the learner
    private final ParameterStore parameters;
    private boolean hasWeights;
    private double losses, correct;
    private long examples;

    Learner(Block net, double lr, Device device) {
        this(net, config(lr), device);
    }

    Learner(Block net, TrainingConfig config, Device device) {
        this.net = net;
        this.config = config;
        manager = NDManager.newBaseManager(device);
        parameters = new ParameterStore(manager, false);
    }

    /** Takes the weights that the net has. */
    static Learner goingOn(Block net, TrainingConfig config, Device device) {
        if (!net.isInitialized()) {
            throw new IllegalArgumentException("The net has no weights yet");
        }
        var learner = new Learner(net, config, device);
        learner.hasWeights = true;
        return learner;
    }

    static TrainingConfig config(double lr) {
        var rate = Tracker.fixed((float) lr);
        var xavier = new XavierInitializer(RandomType.UNIFORM, FactorType.AVG, 3);
        return new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optInitializer(xavier, Parameter.Type.WEIGHT)
                .optOptimizer(Optimizer.sgd().setLearningRateTracker(rate).build());
    }

    Iterable<Batch> pass(Iterable<Batch> minibatches) {
        losses = correct = examples = 0;
        return minibatches;
    }

    void train(Batch batch) {
        try (batch) {
            if (!hasWeights) {
                net.clear();
                config.getInitializers().forEach(p -> net.setInitializer(p.getKey(), p.getValue()));
                net.initialize(manager, DataType.FLOAT32, batch.getData().getShapes());
                hasWeights = true;
            }
            NDList yHat;
            NDArray loss;
            try (var collector = Engine.getInstance().newGradientCollector()) {
                yHat = net.forward(parameters, batch.getData(), true);
                loss = config.getLossFunction().evaluate(batch.getLabels(), yHat);
                collector.backward(loss);
            }
            for (Parameter parameter : net.getParameters().values()) {
                try (NDArray weight = parameter.getArray().stopGradient();
                        NDArray gradient = parameter.getArray().getGradient()) {
                    config.getOptimizer().update(parameter.getId(), weight, gradient);
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
        if (config.getLossFunction() instanceof SoftmaxCrossEntropyLoss) {
            NDArray y = batch.getLabels().head();
            NDArray right = yHat.argMax(1).toType(y.getDataType(), false).eq(y);
            correct += right.toType(DataType.FLOAT32, false).sum().getFloat();
        }
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
                NDList yHat = net.forward(parameters, batch.getData(), false);
                NDArray loss = config.getLossFunction().evaluate(batch.getLabels(), yHat);
                count(batch, yHat.head(), loss.getFloat());
            }
        }
        return means();
    }

    /** The weights, and what was computed from them, stay with the net. */
    @Override
    public void close() {}
}
