package ai.d2l;

import ai.d2l.internal.engine.LayerShapes;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;

/** What a minibatch must be before anything is computed from it, from whomever it comes. */
final class Batches {

    private Batches() {}

    /**
     * Refuses a minibatch that is closed, or is not inputs and a class number for each of them.
     *
     * @throws IllegalArgumentException saying what is missing, or how many there are of each
     */
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
        Shape y = labels.head().getShape();
        if (y.dimension() != 1) {
            throw new IllegalArgumentException(
                    "The labels have shape %s and need (batch): a class number for each example"
                            .formatted(LayerShapes.words(y)));
        }
        if (y.get(0) == 0) {
            throw lacks("examples");
        }
        if (labels.head().getDataType() == DataType.BOOLEAN) {
            throw new IllegalArgumentException(
                    "The labels are boolean and need to be class numbers, such as int32");
        }
        for (NDArray X : data) {
            long examples = X.getShape().dimension() == 0 ? 0 : X.getShape().get(0);
            if (examples != y.get(0)) {
                throw new IllegalArgumentException(
                        "A minibatch has %d examples, of shape %s, and %d labels: it needs one for each"
                                .formatted(examples, X.getShape(), y.get(0)));
            }
        }
    }

    private static IllegalArgumentException lacks(String what) {
        return new IllegalArgumentException(
                "A minibatch has no %s: it needs inputs, and a class number for each"
                        .formatted(what));
    }

    /** Returns the error of a minibatch that is no longer to be used. */
    static IllegalArgumentException used(String how) {
        return new IllegalArgumentException(
                "A minibatch %s: each is closed once it was used, so every pass must make new ones"
                        .formatted(how));
    }

    /** Closes a minibatch, if it is one that is open. */
    static void close(Batch batch) {
        if (batch.getManager() != null) { // DJL's own close() may be called once only
            batch.close();
        }
    }
}
