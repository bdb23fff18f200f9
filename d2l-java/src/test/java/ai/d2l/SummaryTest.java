package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;

class SummaryTest {

    private static final Shape PICTURES = new Shape(64, 1, 28, 28);

    private final SequentialBlock net =
            new SequentialBlock()
                    .add(convolution(6))
                    .add(Activation.reluBlock())
                    .add(Blocks.batchFlattenBlock())
                    .add(new SequentialBlock().add(linear(10)));

    private static Conv2d convolution(int filters) {
        var shape = new Shape(5, 5);
        return Conv2d.builder().setFilters(filters).setKernelShape(shape).build();
    }

    private static Linear linear(int units) {
        return Linear.builder().setUnits(units).build();
    }

    /** Adds what its child gives to what it gets: no one else knows how it is wired. */
    private static final class Residual extends AbstractBlock {

        private final Block child = addChildBlock("inner", linear(4));

        @Override
        protected NDList forwardInternal(
                ParameterStore store, NDList in, boolean training, PairList<String, Object> more) {
            return new NDList(in.head().add(child.forward(store, in, training).head()));
        }

        @Override
        public Shape[] getOutputShapes(Shape[] input) {
            return input;
        }

        @Override
        protected void initializeChildBlocks(NDManager manager, DataType type, Shape... input) {
            child.initialize(manager, type, input);
        }
    }

    private static List<String> column(Table table, String name) {
        return table.stringColumn(name).asList();
    }

    private static List<Long> longs(Table table, String name) {
        return table.longColumn(name).asList();
    }

    @Test
    void countsWhatANetWithoutWeightsWillHave() {
        var table = Summary.of(net, PICTURES);
        assertEquals(List.of("1", "2", "3", "4.1", "sum"), column(table, "layer"));
        assertEquals("(batch, 6, 24, 24)", column(table, "output shape").get(0));
        assertEquals(156, longs(table, "parameters").get(0));
        assertEquals(150 * 24 * 24, longs(table, "multiplications").get(0));
        assertEquals(34_570, longs(table, "parameters").get(3));
        assertEquals(156 + 34_570, longs(table, "parameters").get(4));
        assertEquals(150 * 24 * 24 + 34_560, longs(table, "multiplications").get(4));
    }

    @Test
    void leavesTheNetAsItWas() {
        var before = net.getParameters().values().stream().map(p -> p.getInitializer()).toList();
        Summary.of(net, new Shape(1, 1, 20, 20));
        assertFalse(net.isInitialized());
        assertEquals(
                before,
                net.getParameters().values().stream().map(p -> p.getInitializer()).toList());
        try (var manager = EngineSetup.engine().newBaseManager()) {
            net.initialize(manager, DataType.FLOAT32, PICTURES);
            assertEquals(
                    34_560,
                    net.getParameters().get("04SequentialBlock_01Linear_weight").getArray().size());
            assertEquals(Summary.of(net).print(), Summary.of(net, PICTURES).print());
        }
    }

    @Test
    void saysThatANetIsNotInitialized() {
        var table = Summary.of(net);
        assertEquals("?", column(table, "output shape").get(0));
        assertEquals("not initialized", column(table, "output shape").get(4));
        assertTrue(table.longColumn("parameters").isMissing(0));
    }

    @Test
    void looksIntoAnyBlockThatHasOthers() {
        var branches =
                new ParallelBlock(outputs -> new NDList(NDArrays.add(heads(outputs))))
                        .add(linear(4))
                        .add(new Residual());
        var table = Summary.of(new SequentialBlock().add(branches), new Shape(8, 4));
        assertEquals(List.of("1", "1.1", "1.2", "1.2.1", "sum"), column(table, "layer"));
        assertEquals(
                List.of("ParallelBlock", "Linear", "Residual", "Linear", ""),
                column(table, "type"));
        assertEquals("(batch, 4)", column(table, "output shape").get(3));
        assertEquals(40, longs(table, "parameters").get(4));
        assertEquals(32, longs(table, "multiplications").get(4));
    }

    private static NDArray[] heads(List<NDList> outputs) {
        return outputs.stream().map(NDList::head).toArray(NDArray[]::new);
    }

    @Test
    void countsSharedParametersOnceAndNoWeightsOfANorm() {
        var shared = linear(4);
        var twice = new SequentialBlock().add(shared).add(BatchNorm.builder().build()).add(shared);
        var table = Summary.of(twice, new Shape(8, 4));
        assertEquals(20 + 16, longs(table, "parameters").get(3));
        assertEquals(32, longs(table, "multiplications").get(3));
        assertTrue(table.longColumn("multiplications").isMissing(1));
    }

    @Test
    void namesTheLayerThatDoesNotFit() {
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Summary.of(net, new Shape(1, 28, 28)));
        assertTrue(error.getMessage().startsWith("layer 1 (Conv2d) got"), error::getMessage);
        assertTrue(
                net.getParameters().values().stream()
                        .allMatch(p -> Objects.nonNull(p.getInitializer())));
    }
}
