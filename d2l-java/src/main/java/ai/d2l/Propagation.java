package ai.d2l;

import ai.d2l.InFlight.Passed;
import ai.d2l.internal.engine.EngineSetup;
import ai.d2l.internal.engine.Gradients;
import ai.d2l.internal.engine.JavaMemory;
import ai.d2l.internal.engine.LayerShapes;
import ai.d2l.internal.engine.Lending;
import ai.d2l.internal.engine.Parallel;
import ai.d2l.internal.engine.Turn;
import ai.d2l.internal.engine.Weights;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Forward, loss and backward of a minibatch, in shards on all cores. */
final class Propagation {

    /** What the engines say where numbers of two types meet, or of one that they do not take. */
    private static final Pattern OTHER_TYPE =
            Pattern.compile(
                    "Incompatible attr|uniform type|same dtype|expected scalar type|should be the same|not implemented for '");

    private final Block net;
    private final Loss loss;
    private final NDManager manager;
    private final ParameterStore parameters;
    private List<NDArray> weights;

    /**
     * Prepares to compute with a net.
     *
     * @param loss null where none is computed
     * @param manager whose device is that of the net
     */
    Propagation(Block net, Loss loss, NDManager manager) {
        this.net = net;
        this.loss = loss;
        this.manager = manager;
        parameters = new ParameterStore(manager, false);
    }

    /** A shard, and the weights that its gradients go to. */
    private record Piece(Shards.Shard part, ParameterStore weights) {}

    /**
     * Computes outputs and loss of a minibatch, with the weights of this moment.
     *
     * @throws IllegalArgumentException if the net has no weights, or cannot take the inputs
     * @throws IllegalStateException if it has others than at the first minibatch
     */
    InFlight evaluate(InFlight minibatch) {
        return Turn.with(
                net,
                () -> {
                    requireWeights(minibatch);
                    return Lending.parametersOf(net, minibatch.owner(), () -> forward(minibatch));
                });
    }

    private void requireWeights(InFlight minibatch) {
        List<NDArray> now = Weights.of(net);
        if (weights == null) {
            LayerShapes.requireFit(net, minibatch.data().getShapes());
            weights = now;
        }
        for (int i = 0; i < now.size(); i++) {
            if (now.get(i) != weights.get(i)) {
                throw new IllegalStateException(
                        "The net got other weights while it was evaluated: evaluate it again");
            }
        }
    }

    private InFlight forward(InFlight minibatch) {
        int shards = Shards.count(manager.getDevice());
        List<Passed> passed =
                Shards.map(
                        Shards.split(minibatch.data(), minibatch.labels(), shards),
                        part -> forward(part, minibatch.size(), parameters, false));
        return minibatch.comesTo(passed, loss == null ? null : sum(passed));
    }

    /**
     * Computes outputs, loss and the gradients of the parameters.
     *
     * @throws IllegalArgumentException if the loss is not one number that depends on the net
     * @throws IllegalStateException if a gradient collector is open
     */
    void backward(InFlight minibatch) {
        int shards = Shards.countToTrain(net, manager.getDevice());
        var parts = Shards.split(minibatch.data(), minibatch.labels(), shards);
        try (GradientCollector collector = openCollector()) {
            List<Passed> passed =
                    EngineSetup.isAsynchronous()
                            ? together(parts, minibatch.size(), collector)
                            : eachByItself(parts, minibatch.size(), collector);
            minibatch.comesTo(passed, sum(passed));
        } catch (RuntimeException | Error e) {
            if (!EngineSetup.isAsynchronous()) {
                clearGradients(); // of the shards that did not fail, to which PyTorch would add
            }
            throw e;
        }
    }

    private void clearGradients() {
        net.getParameters().values().stream()
                .map(Parameter::getArray)
                .filter(NDArray::hasGradient)
                .forEach(Gradients::clear);
    }

    static GradientCollector openCollector() {
        try {
            return EngineSetup.engine().newGradientCollector();
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "A gradient collector is open already: a net cannot be trained inside of try (var"
                            + " collector = …) { … }, nor in a layer or loss of another training",
                    e);
        }
    }

    /** One backward of the sum: DJL hands MXNet one output gradient for all arrays it is given. */
    private List<Passed> together(
            List<Shards.Shard> parts, long size, GradientCollector collector) {
        List<Passed> passed =
                parts.stream().map(part -> forward(part, size, parameters, true)).toList();
        backward(collector, sum(passed));
        return passed;
    }

    /** A backward for each shard, all at the same time: PyTorch computes in the calling thread. */
    private List<Passed> eachByItself(
            List<Shards.Shard> parts, long size, GradientCollector collector) {
        var pieces = new ArrayList<Piece>();
        var others = new ArrayList<ShardWeights>();
        pieces.add(new Piece(parts.get(0), parameters));
        for (Shards.Shard part : parts.subList(1, parts.size())) {
            others.add(new ShardWeights(parameters));
            pieces.add(new Piece(part, others.get(others.size() - 1)));
        }
        List<Passed> passed =
                ForwardOrder.matters(net) || ForwardOrder.matters(loss)
                        ? JavaMemory.keptDuring(() -> forwardInOrder(pieces, size, collector))
                        : Parallel.map(pieces, piece -> forwardAndBackward(piece, size, collector));
        ShardWeights.addGradients(others);
        return passed;
    }

    private List<Passed> forwardInOrder(
            List<Piece> pieces, long size, GradientCollector collector) {
        List<Passed> passed =
                pieces.stream()
                        .map(piece -> forward(piece.part(), size, piece.weights(), true))
                        .toList();
        return Parallel.map(passed, pass -> backward(pass, collector));
    }

    private Passed forwardAndBackward(Piece piece, long size, GradientCollector collector) {
        return JavaMemory.keptDuring(
                () -> backward(forward(piece.part(), size, piece.weights(), true), collector));
    }

    private static Passed backward(Passed passed, GradientCollector collector) {
        backward(collector, passed.share());
        return passed;
    }

    private Passed forward(Shards.Shard part, long size, ParameterStore weights, boolean training) {
        NDList y = part.labels();
        NDList yHat = outputs(part.data(), weights, training);
        if (loss == null) {
            return new Passed(y, yHat, null);
        }
        Labels.requireFit(loss, y, yHat);
        if (!EngineSetup.isAsynchronous() && Labels.areClasses(loss)) {
            Labels.classNumbers(y.head(), yHat.head()); // PyTorch dies of others; they are there
        }
        NDArray mean = loss(y, yHat);
        requireOneNumber(mean);
        return new Passed(y, yHat, mean.mul((float) part.size() / size));
    }

    /**
     * Returns what the net gives, and says so where it cannot compute with inputs of their type.
     */
    private NDList outputs(NDList data, ParameterStore weights, boolean training) {
        try {
            NDList yHat = net.forward(weights, data, training);
            return yHat == null ? new NDList() : yHat;
        } catch (EngineException e) {
            DataType type = data.head().getDataType();
            if (type != DataType.FLOAT32
                    && OTHER_TYPE.matcher(String.valueOf(e.getMessage())).find()) {
                throw new IllegalArgumentException(
                        ("The inputs are %s and the weights float32: turn the inputs into float32 too,"
                                        + " as X.toType(DataType.FLOAT32, false) does")
                                .formatted(type),
                        e);
            }
            throw e;
        }
    }

    private NDArray loss(NDList y, NDList yHat) {
        try {
            return loss.evaluate(y, yHat);
        } catch (RuntimeException e) {
            throw Labels.misfit(loss.getName(), y, yHat, e);
        }
    }

    private static void requireOneNumber(NDArray loss) {
        if (loss == null || loss.size() != 1) {
            throw new IllegalArgumentException(
                    "The loss function gives %s and needs one number: the mean over the examples"
                            .formatted(loss == null ? "nothing" : "shape " + loss.getShape()));
        }
    }

    private static void backward(GradientCollector collector, NDArray loss) {
        try {
            collector.backward(loss);
        } catch (EngineException e) {
            if (Gradients.haveNoHistory(e)) {
                throw new IllegalArgumentException(
                        "The loss has no history that leads to the weights: a loss or a layer that uses"
                                + " stopGradient(), another type or numbers of Java cuts it off",
                        e);
            }
            throw e;
        }
    }

    private static NDArray sum(List<Passed> passed) {
        return passed.stream().map(Passed::share).reduce(NDArray::add).orElseThrow();
    }
}
