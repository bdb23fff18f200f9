package ai.d2l.engine;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import java.util.List;
import java.util.regex.Pattern;

/** Forward, loss and backward of a minibatch, in shards on all cores. */
final class Backpropagation {

    /** What the engines say where the loss has no history. */
    private static final Pattern NO_HISTORY =
            Pattern.compile("not in a computational graph|does not require grad");

    private final Block net;
    private final Loss loss;
    private final ParameterStore parameters;
    private final int shards;

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
    }

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
            boolean together = EngineSetup.isAsynchronous();
            List<Passed> passed =
                    Shards.map(
                            parts,
                            part ->
                                    together
                                            ? forward(part, y)
                                            : forwardAndBackward(part, y, collector));
            if (together) {
                // one backward of the sum: MXNet reads one output gradient for each array it is
                // given, and DJL hands it a single one
                backward(collector, sum(passed));
            }
            passed.forEach(pass -> scores.add(pass.yHat()));
            scores.loss(sum(passed));
        }
        return scores;
    }

    private static GradientCollector openCollector() {
        try {
            return EngineSetup.engine().newGradientCollector();
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "A gradient collector is open already: a net cannot be trained inside of try (var"
                            + " collector = …) { … }, nor in a layer or loss of another training",
                    e);
        }
    }

    private Passed forward(Shards.Shard part, NDArray y) {
        NDArray yHat = Scores.of(net, parameters, part.data(), true);
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

    private Passed forwardAndBackward(Shards.Shard part, NDArray y, GradientCollector collector) {
        return JavaMemory.keptDuring(
                () -> {
                    Passed passed = forward(part, y);
                    backward(collector, passed.share());
                    return passed;
                });
    }

    private static void backward(GradientCollector collector, NDArray loss) {
        try {
            collector.backward(loss);
        } catch (EngineException e) {
            if (NO_HISTORY.matcher(e.getMessage()).find()) {
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
