package ai.d2l;

import static ai.d2l.internal.engine.Arguments.require;
import static ai.d2l.internal.engine.Arguments.requireDevice;

import ai.d2l.internal.engine.EngineSetup;
import ai.d2l.internal.engine.LayerShapes;
import ai.d2l.internal.engine.Lending;
import ai.d2l.internal.engine.Turn;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.dataset.Batch;
import java.util.List;

/** Measures how many predictions of a net are correct. */
public final class Evaluation {

    private final Block net;
    private final Device device;
    private final ParameterStore parameters;
    private List<NDArray> weights;

    private Evaluation(Block net, Device device, NDManager manager) {
        this.net = net;
        this.device = device;
        parameters = new ParameterStore(manager, false);
    }

    /**
     * Counts correct predictions and examples of one pass; stops early when the thread is
     * interrupted, and leaves the thread's flag set.
     *
     * <p>Where another thread trains the net meanwhile, each minibatch is computed with the weights
     * of its moment.
     *
     * @return sums of 0 (no loss), correct predictions, examples
     * @throws IllegalArgumentException if an argument is null, the device is not there, a layer
     *     cannot take its input, or a label is not below the number of outputs
     * @throws IllegalStateException if the net gets other weights meanwhile, as the beginning of a
     *     training gives it
     */
    public static Accumulator evaluate(Block net, Iterable<Batch> dataIter, Device device) {
        requireNet(net);
        require(dataIter != null, "dataIter", null, "minibatches");
        requireDevice(device);
        var metric = new Accumulator(3);
        Scores pending = null;
        try (NDManager manager = EngineSetup.engine().newBaseManager(device)) {
            var evaluation = new Evaluation(net, device, manager);
            for (Batch batch : Interruptible.pass(dataIter)) {
                Scores before = pending;
                pending = evaluation.start(batch);
                settle(before, metric);
            }
            Scores last = pending;
            pending = null;
            settle(last, metric);
        } finally {
            if (pending != null) {
                pending.close();
            }
        }
        return metric;
    }

    /** Returns the device of the first parameter of a net, however deep it lies. */
    public static Device deviceOf(Block net) {
        requireNet(net);
        return Turn.with(
                net,
                () ->
                        net.getParameters().values().stream()
                                .filter(Parameter::isInitialized)
                                .findFirst()
                                .map(parameter -> parameter.getArray().getDevice())
                                .orElseThrow(Evaluation::noWeights));
    }

    static void requireNet(Block net) {
        require(net != null, "net", null, "a Block, such as a SequentialBlock");
    }

    private static IllegalArgumentException noWeights() {
        return new IllegalArgumentException(
                "The net has no weights yet: train it or call net.initialize(…) first");
    }

    private Scores start(Batch batch) {
        try {
            Batches.requireExamples(batch);
            return Turn.with(
                    net,
                    () -> {
                        requireWeights(batch);
                        return Lending.parametersOf(net, batch.getManager(), () -> score(batch));
                    });
        } catch (RuntimeException | Error e) {
            Batches.close(batch);
            throw e;
        }
    }

    /** Refuses a net that cannot take the first minibatch, or has others than it had then. */
    private void requireWeights(Batch batch) {
        List<Parameter> all = net.getParameters().values();
        if (!all.stream().allMatch(Parameter::isInitialized)) {
            throw noWeights();
        }
        List<NDArray> now = all.stream().map(Parameter::getArray).toList();
        if (weights == null) {
            LayerShapes.requireFit(net, batch.getData().getShapes());
            weights = now;
        }
        for (int i = 0; i < now.size(); i++) {
            if (now.get(i) != weights.get(i)) {
                throw new IllegalStateException(
                        "The net got other weights while it was evaluated: evaluate it again");
            }
        }
    }

    private Scores score(Batch batch) {
        NDList data = OnDevice.move(batch.getData(), device, batch.getManager());
        NDArray labels = OnDevice.move(batch.getLabels(), device, batch.getManager()).head();
        var scores = new Scores(batch, labels);
        List<Shards.Shard> parts = Shards.split(data, labels, Shards.count(device));
        Shards.map(parts, part -> Scores.of(net, parameters, part.data(), false))
                .forEach(scores::add);
        return scores;
    }

    private static void settle(Scores pending, Accumulator metric) {
        if (pending != null) {
            try (pending) {
                pending.addTo(metric);
            }
        }
    }
}
