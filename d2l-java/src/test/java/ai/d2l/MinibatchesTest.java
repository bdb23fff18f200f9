package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinibatchesTest {

    private static final OptionalLong IN_ORDER = OptionalLong.empty();
    private static final int EXAMPLES = 10;

    private final NDManager manager = EngineSetup.engine().newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    /** Ten pictures of 1 by 2; picture i has the label i and the pixels 20 i and 255. */
    private Minibatches minibatches(int batchSize, OptionalLong seed) {
        var pixels = new byte[EXAMPLES * 2];
        for (int i = 0; i < EXAMPLES; i++) {
            pixels[2 * i] = (byte) (20 * i);
            pixels[2 * i + 1] = (byte) 255;
        }
        NDArray images = manager.create(new Shape(EXAMPLES, 1, 1, 2), DataType.UINT8);
        images.set(pixels);
        NDArray labels = manager.create(IntStream.range(0, EXAMPLES).toArray());
        return new Minibatches(images, images, labels, batchSize, seed);
    }

    private static List<Integer> labels(Iterable<Batch> pass) {
        var labels = new ArrayList<Integer>();
        for (Batch batch : pass) {
            try (batch) {
                for (int label : batch.getLabels().head().toIntArray()) {
                    labels.add(label);
                }
            }
        }
        return labels;
    }

    @Test
    void keepPictureAndLabelTogetherAndBringPixelsBetweenZeroAndOne() {
        for (Batch batch : minibatches(3, OptionalLong.of(5))) {
            int[] y = batch.getLabels().head().toIntArray();
            float[] x = batch.getData().head().toFloatArray();
            for (int i = 0; i < y.length; i++) {
                assertEquals(20 * y[i] / 255f, x[2 * i], 1e-7f);
                assertEquals(1f, x[2 * i + 1]);
            }
            batch.close();
        }
    }

    @Test
    void haveTheShapesAndTypesThatANetTakes() {
        try (Batch batch = minibatches(4, IN_ORDER).iterator().next()) {
            assertEquals(new Shape(4, 1, 1, 2), batch.getData().head().getShape());
            assertEquals(DataType.FLOAT32, batch.getData().head().getDataType());
            assertEquals(new Shape(4), batch.getLabels().head().getShape());
            assertEquals(DataType.INT32, batch.getLabels().head().getDataType());
        }
    }

    @Test
    void keepTheLastSmallerOneAndCountThemselves() {
        var sizes = new ArrayList<Integer>();
        var progress = new ArrayList<Long>();
        for (Batch batch : minibatches(4, IN_ORDER)) {
            sizes.add(batch.getSize());
            progress.add(batch.getProgress());
            assertEquals(10, batch.getProgressTotal());
            assertEquals(batch.getSize(), batch.getData().head().getShape().get(0));
            batch.close();
        }
        assertEquals(List.of(4, 4, 2), sizes);
        assertEquals(List.of(4L, 8L, 10L), progress);
    }

    @Test
    void keepTheOrderOfTheDataSetWithoutASeed() {
        var minibatches = minibatches(4, IN_ORDER);
        assertEquals(IntStream.range(0, EXAMPLES).boxed().toList(), labels(minibatches));
        assertEquals(labels(minibatches), labels(minibatches));
    }

    @Test
    void bringEveryExampleOnceInAPassAndEachPassInAnotherOrder() {
        var minibatches = minibatches(3, OptionalLong.of(0));
        var first = labels(minibatches);
        var second = labels(minibatches);
        assertEquals(
                IntStream.range(0, EXAMPLES).boxed().toList(), first.stream().sorted().toList());
        assertEquals(
                IntStream.range(0, EXAMPLES).boxed().toList(), second.stream().sorted().toList());
        assertFalse(first.equals(second));
    }

    @Test
    void haveTheOrdersOfTheirSeed() {
        var one = minibatches(3, OptionalLong.of(1));
        var same = minibatches(4, OptionalLong.of(1));
        assertEquals(labels(one), labels(same));
        assertEquals(labels(one), labels(same));
        assertFalse(labels(one).equals(labels(minibatches(3, OptionalLong.of(2)))));
    }

    @Test
    void shuffleEvenly() {
        var minibatches = minibatches(EXAMPLES, OptionalLong.of(0));
        var timesFirst = new int[EXAMPLES];
        for (int pass = 0; pass < 1000; pass++) {
            timesFirst[labels(minibatches).get(0)]++;
        }
        // 100 expected; five standard deviations of the binomial distribution are 47
        for (int times : timesFirst) {
            assertTrue(times > 53 && times < 147, () -> "first " + times + " times of 1000");
        }
    }

    @Test
    void areClosedByWhoeverTakesThem() {
        Batch batch = minibatches(3, IN_ORDER).iterator().next();
        NDArray X = batch.getData().head();
        batch.close();
        assertTrue(X.isReleased());
    }

    @Test
    void leaveNothingOpenInTheDataSet() {
        var minibatches = minibatches(3, IN_ORDER);
        int before = manager.getManagedArrays().size();
        labels(minibatches);
        assertEquals(before, manager.getManagedArrays().size());
    }

    @Test
    void endWithTheLastOne() {
        var pass = minibatches(EXAMPLES, IN_ORDER).iterator();
        pass.next().close();
        assertFalse(pass.hasNext());
        assertThrows(NoSuchElementException.class, pass::next);
    }

    @Test
    void holdAtLeastOneExample() {
        var error = assertThrows(IllegalArgumentException.class, () -> minibatches(0, IN_ORDER));
        assertEquals("batchSize is 0: it takes a whole number from 1", error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, Integer.MAX_VALUE})
    void mayBeLargerThanTheDataSet(int batchSize) {
        try (Batch batch = minibatches(batchSize, IN_ORDER).iterator().next()) {
            assertEquals(EXAMPLES, batch.getSize());
            assertArrayEquals(
                    IntStream.range(0, EXAMPLES).toArray(), batch.getLabels().head().toIntArray());
        }
    }

    @Test
    void speakOnceOfManyThatAreNotClosed() {
        var all = minibatches(1, IN_ORDER);
        var open = new ArrayList<Batch>();
        var said =
                Printed.by(
                        () -> {
                            var warner = new OpenMinibatches();
                            for (int pass = 0; pass < 8; pass++) {
                                for (Batch batch : all) {
                                    open.add(batch);
                                    warner.add(batch.getManager());
                                }
                            }
                        });
        assertEquals(1, said.size());
        assertTrue(said.get(0).startsWith("33 minibatches of this pass are still open"));
        open.forEach(Batch::close);
    }

    @Test
    void saySoNeverWhenTheyAreClosed() {
        var said =
                Printed.by(
                        () -> {
                            var warner = new OpenMinibatches();
                            for (int pass = 0; pass < 8; pass++) {
                                for (Batch batch : minibatches(1, IN_ORDER)) {
                                    warner.add(batch.getManager());
                                    batch.close();
                                }
                            }
                        });
        assertEquals(List.of(), said);
    }

    @Test
    void sayHowManyTheyAreAndOfWhat() {
        var minibatches = minibatches(4, IN_ORDER);
        assertEquals(
                "3 minibatches of 4 examples of shape (1, 1, 2), in the order of the data set",
                minibatches.toString());
        manager.close();
        assertEquals("Minibatches of a data set that is closed", minibatches.toString());
    }
}
