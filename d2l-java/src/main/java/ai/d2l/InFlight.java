package ai.d2l;

import ai.d2l.internal.engine.Arguments;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import java.util.List;
import java.util.function.Consumer;

/**
 * A minibatch on its way: the engine may still be computing what it comes to.
 *
 * <p>A GPU or an asynchronous engine stands still when a number is read at once, and DJL waits for
 * each array that it closes. So a minibatch is read, and closed with all that was computed from it,
 * when the next one is on its way already. Its arrays belong to a manager of this one: that of a
 * DJL data set is closed as soon as it is asked for a minibatch that it does not have.
 */
final class InFlight implements AutoCloseable {

    /**
     * What one shard came to.
     *
     * @param share its share of the loss of the minibatch, null where none is computed
     */
    record Passed(NDList y, NDList yHat, NDArray share) {}

    private final Batch batch;
    private final NDManager owner;
    private final NDList data;
    private final NDList labels;
    private List<Passed> shards = List.of();
    private NDArray loss;

    private InFlight(Batch batch, NDManager manager) {
        this.batch = batch;
        owner = manager.newSubManager();
        data = take(batch.getData(), manager.getDevice());
        labels = take(batch.getLabels(), manager.getDevice());
    }

    /**
     * Takes the arrays of a minibatch, brings them to the device where they are not there, and
     * begins to compute; where that fails, the minibatch is closed.
     *
     * @param manager whose device that is
     * @param classes whether the labels have to be class numbers
     * @throws IllegalArgumentException if the minibatch is closed, or is not inputs and as many
     *     labels
     */
    static InFlight start(
            Batch batch, NDManager manager, boolean classes, Consumer<InFlight> work) {
        Arguments.require(batch != null, "batch", null, "a minibatch");
        InFlight started = null;
        try {
            requireExamples(batch);
            Labels.require(batch.getLabels().head(), classes);
            started = new InFlight(batch, manager);
            work.accept(started);
            return started;
        } catch (RuntimeException | Error e) {
            if (started != null) {
                started.close();
            }
            close(batch);
            throw e;
        }
    }

    private NDList take(NDList arrays, Device device) {
        NDList here = arrays.toDevice(device, false);
        here.attach(owner);
        return here;
    }

    /** Refuses a minibatch that is closed, or is not examples. */
    static void requireExamples(Batch batch) {
        if (batch.getManager() == null || !batch.getManager().isOpen()) {
            throw used("is closed already");
        }
        NDList data = batch.getData();
        NDList labels = batch.getLabels();
        if (data == null || data.isEmpty() || labels == null || labels.isEmpty()) {
            throw lacks(data == null || data.isEmpty() ? "inputs" : "labels");
        }
        if (labels.head().isReleased() || data.stream().anyMatch(NDArray::isReleased)) {
            throw used("has arrays that are closed already");
        }
        long size = examples(labels.head());
        if (size == 0) {
            throw lacks("examples");
        }
        for (NDArray y : labels) {
            if (examples(y) != size) {
                throw new IllegalArgumentException(
                        "A minibatch has labels for %d and for %d examples: it needs as many of each"
                                .formatted(size, examples(y)));
            }
        }
        for (NDArray X : data) {
            if (examples(X) != size) {
                throw new IllegalArgumentException(
                        "A minibatch has %d examples, of shape %s, and %d labels: it needs one for each"
                                .formatted(examples(X), X.getShape(), size));
            }
        }
    }

    private static long examples(NDArray array) {
        return array.getShape().dimension() == 0 ? 0 : array.getShape().get(0);
    }

    private static IllegalArgumentException lacks(String what) {
        return new IllegalArgumentException(
                "A minibatch has no %s: it needs inputs, and a label for each".formatted(what));
    }

    /** Returns the error of a minibatch that is no longer to be used. */
    static IllegalArgumentException used(String how) {
        return new IllegalArgumentException(
                "A minibatch %s: each is closed once it was used, so every pass must make new ones"
                        .formatted(how));
    }

    /** Returns who owns all that is computed from this. */
    NDManager owner() {
        return owner;
    }

    /** Returns the inputs. */
    NDList data() {
        return data;
    }

    /** Returns the labels. */
    NDList labels() {
        return labels;
    }

    /** Returns how many examples there are. */
    long size() {
        return examples(labels.head());
    }

    /** Sets what the shards come to, and the mean loss, null where none is computed. */
    InFlight comesTo(List<Passed> shards, NDArray loss) {
        this.shards = shards;
        this.loss = loss;
        return this;
    }

    /** Returns whether it is likely that the labels are class numbers, and the outputs scores. */
    boolean seemsClassified(Loss loss) {
        return loss != null
                && shards.stream()
                        .allMatch(part -> Labels.seemClasses(loss, part.y(), part.yHat()));
    }

    /** Waits for the mean loss, NaN where none is computed. */
    double loss() {
        return loss == null ? Double.NaN : loss.toArray()[0].doubleValue(); // of whatever type
    }

    /** Waits for the class numbers, and refuses one that is not the number of an output. */
    void requireOutputs() {
        shards.forEach(part -> Labels.classNumbers(part.y().head(), part.yHat().head()));
    }

    /** Waits for the outputs, and sums a metric over them. */
    double sum(Metric metric) {
        return shards.stream()
                .mapToDouble(part -> metric.sum().applyAsDouble(part.y(), part.yHat()))
                .sum();
    }

    /** Closes a minibatch, if it is one that is open. */
    static void close(Batch batch) {
        if (batch.getManager() != null) { // DJL's own close() may be called once only
            batch.close();
        }
    }

    @Override
    public void close() {
        owner.close();
        close(batch);
    }
}
