package ai.d2l;

import ai.d2l.internal.engine.EngineSetup;
import ai.d2l.internal.engine.Gradients;
import ai.d2l.internal.engine.JavaMemory;
import ai.d2l.internal.engine.Parallel;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import java.util.ArrayList;
import java.util.List;

/** Forward, loss and backward of a minibatch, in shards on all cores. */
final class Backpropagation {

    private final Block net;
    private final Loss loss;
    private final ParameterStore parameters;
    private final int shards;
    private final boolean inOrder;

    /**
     * Prepares the gradients of a net's parameters.
     *
     * @param manager whose device is that of the net
     */
    Backpropagation(Block net, Loss loss, NDManager manager) {
        this.net = net;
        this.loss = loss;
        parameters = new ParameterStore(manager, false);
        shards = Shards.countToTrain(net, manager.getDevice());
        inOrder = ForwardOrder.matters(net);
    }

    /** A shard, and the weights that its gradients go to. */
    private record Piece(Shards.Shard part, ParameterStore weights) {}

    /** What one shard came to: its scores, and its share of the loss of the minibatch. */
    private record Passed(NDArray yHat, NDArray share) {}

    /**
     * Computes the gradients, and returns the scores with the loss.
     *
     * @throws IllegalArgumentException if the loss is not one number that depends on the net
     * @throws IllegalStateException if a gradient collector is open
     */
    Scores of(Batch batch, NDList data, NDArray y) {
        var scores = new Scores(batch, y);
        List<Shards.Shard> parts = Shards.split(data, y, shards);
        try (GradientCollector collector = openCollector()) {
            List<Passed> passed =
                    EngineSetup.isAsynchronous()
                            ? together(parts, y, collector)
                            : eachByItself(parts, y, collector);
            passed.forEach(pass -> scores.add(pass.yHat()));
            scores.loss(sum(passed));
        }
        return scores;
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
            List<Shards.Shard> parts, NDArray y, GradientCollector collector) {
        List<Passed> passed = parts.stream().map(part -> forward(part, y, parameters)).toList();
        backward(collector, sum(passed));
        return passed;
    }

    /** A backward for each shard, all at the same time: PyTorch computes in the calling thread. */
    private List<Passed> eachByItself(
            List<Shards.Shard> parts, NDArray y, GradientCollector collector) {
        var pieces = new ArrayList<Piece>();
        var others = new ArrayList<ShardWeights>();
        pieces.add(new Piece(parts.get(0), parameters));
        for (Shards.Shard part : parts.subList(1, parts.size())) {
            others.add(new ShardWeights(parameters));
            pieces.add(new Piece(part, others.get(others.size() - 1)));
        }
        List<Passed> passed =
                inOrder
                        ? JavaMemory.keptDuring(() -> forwardInOrder(pieces, y, collector))
                        : Parallel.map(pieces, piece -> forwardAndBackward(piece, y, collector));
        ShardWeights.addGradients(others);
        return passed;
    }

    private List<Passed> forwardInOrder(
            List<Piece> pieces, NDArray y, GradientCollector collector) {
        List<Passed> passed =
                pieces.stream().map(piece -> forward(piece.part(), y, piece.weights())).toList();
        return Parallel.map(passed, pass -> backward(pass, collector));
    }

    private Passed forwardAndBackward(Piece piece, NDArray y, GradientCollector collector) {
        return JavaMemory.keptDuring(
                () -> backward(forward(piece.part(), y, piece.weights()), collector));
    }

    private static Passed backward(Passed passed, GradientCollector collector) {
        backward(collector, passed.share());
        return passed;
    }

    private Passed forward(Shards.Shard part, NDArray y, ParameterStore weights) {
        NDArray yHat = Scores.of(net, weights, part.data(), true);
        if (!EngineSetup.isAsynchronous()) {
            Scores.requireOutputs(part.labels(), yHat); // reading costs nothing here
        }
        NDArray mean = loss.evaluate(new NDList(part.labels()), new NDList(yHat));
        requireOneNumber(mean);
        return new Passed(yHat, mean.mul((float) part.size() / y.size()));
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
