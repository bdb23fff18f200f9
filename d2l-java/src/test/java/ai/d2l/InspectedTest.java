package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import ai.djl.translate.Batchifier;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InspectedTest {

    private final NDManager manager = EngineSetup.engine().newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private List<Batch> source(float... pixels) {
        NDManager owner = manager.newSubManager();
        NDArray X = owner.create(pixels, new Shape(pixels.length / 4, 1, 2, 2));
        NDArray y = owner.zeros(new Shape(pixels.length / 4));
        return List.of(
                new Batch(
                        owner,
                        new NDList(X),
                        new NDList(y),
                        pixels.length / 4,
                        Batchifier.STACK,
                        Batchifier.STACK,
                        1,
                        1));
    }

    private static void take(Iterable<Batch> source) {
        new Pass(source, "trainIter", 1).forEachRemaining(batch -> {});
    }

    @Test
    void refusesWhatIsNoFiniteNumberAndNamesTheFirst() {
        var source = source(0, 0, 0, 0, 0, Float.NaN, 0, Float.NaN);
        var error = assertThrows(IllegalArgumentException.class, () -> take(source));
        assertEquals(
                "An input is NaN at [1, 0, 0, 1] of the first minibatch: a net needs finite numbers",
                error.getMessage());
        assertTrue(source.iterator().next().getData().head().isReleased());
    }

    @Test
    void tellsOnceOfValuesOutsideOfZeroToOne() {
        var source = source(0, 0.5f, 1, 137);
        var lines = Printed.by(() -> take(source));
        assertEquals(1, lines.size());
        assertTrue(
                lines.get(0).startsWith("Note: an input is 137.0 at [0, 0, 1, 1]"), lines.get(0));
        assertTrue(lines.get(0).endsWith("divided by 255."), lines.get(0));
        assertEquals(List.of(), Printed.by(() -> take(source)));
    }

    @Test
    void hasNothingToSayOfValuesFromZeroToOne() {
        assertEquals(List.of(), Printed.by(() -> take(source(0, 0.5f, 1, 0))));
    }

    @Test
    void doesNotLookAtWhatIsMadeOfBytes() {
        var minibatches = ToyData.stripes(manager, 10, 5);
        Batch first = minibatches.iterator().next();
        first.getData().head().muli(Float.NaN);
        Inspected.look(minibatches, first);
        first.close();
    }

    /** Equal to another one if its arrays are, and they cannot be compared once they are closed. */
    private record Source(NDArray X, List<Batch> batches) implements Iterable<Batch> {
        @Override
        public Iterator<Batch> iterator() {
            return batches.iterator();
        }
    }

    private Source record(float pixel) {
        var batches = source(0, 0, 0, pixel);
        return new Source(batches.get(0).getData().head(), batches);
    }

    @Test
    void tellsSourcesApartByIdentity() {
        Source one = record(137);
        Source other = record(137);
        assertEquals(1, Printed.by(() -> take(one)).size());
        assertEquals(1, Printed.by(() -> take(other)).size());
        one.X().close();
        assertEquals(List.of(), Printed.by(() -> take(other)));
    }

    /** Makes an array before the engine is chosen. */
    static final class Early {
        public static void main(String[] args) {
            NDManager early = NDManager.newBaseManager(); // which DJL chooses
            var y = early.zeros(new Shape(2));
            var X = new NDList(early.zeros(new Shape(2, 4)));
            var labels = new NDList(y);
            var batch = new Batch(early, X, labels, 2, Batchifier.STACK, Batchifier.STACK, 1, 1);
            try {
                new Pass(List.of(batch), "trainIter", 1).next();
            } catch (IllegalArgumentException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void namesBothEnginesWhereTheArraysAreOfAnother() throws Exception {
        assumeTrue(Engine.hasEngine("MXNet") && Engine.hasEngine("PyTorch"));
        var lines = ChildJvm.run(Early.class, Map.of("D2L_ENGINE", "PyTorch"));
        assertEquals(
                "The arrays of a minibatch are of MXNet, and PyTorch was chosen to compute: make the"
                        + " first array after the first use of ai.d2l, such as tryGpu()",
                lines.get(lines.size() - 1));
    }
}
