package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.d2l.internal.engine.EngineSetup;
import ai.d2l.internal.engine.Weights;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.training.ParameterStore;
import ai.djl.training.dataset.Batch;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same seed, the same bits, whatever layers a net has and however many cores train it. */
class ReproducibleTrainingTest {

    private static final Device CPU = Device.cpu();
    private static final int MINIBATCHES = 12;
    private static final int BATCH_SIZE = 16;
    private static final int CLASSES = ToyData.CLASSES;

    private static final Map<String, Supplier<SequentialBlock>> NETS = new TreeMap<>();

    static {
        NETS.put("convolution", () -> end(net(convolution(), Activation.sigmoidBlock())));
        NETS.put("dropout", () -> end(net(dense(64), dropout(), dense(64), dropout())));
        NETS.put("batch norm", () -> end(net(convolution(), BatchNorm.builder().build())));
        NETS.put("both", () -> end(net(dense(64), BatchNorm.builder().build(), dropout())));
        NETS.put("nested dropout", () -> end(net(net(net(dense(32), dropout())))));
        NETS.put("recurrent dropout", () -> end(net(rows(), recurrent())));
        NETS.put("shared layer", ReproducibleTrainingTest::shared);
        NETS.put("frozen layer", ReproducibleTrainingTest::frozen);
        NETS.put("two inputs", () -> end(net(new LambdaBlock(Added::of), dense(8))));
        NETS.put("drawing layer", () -> end(net(dense(64), new Noise())));
        NETS.put("drawing function", () -> end(net(dense(64), new LambdaBlock(Noise::on))));
        NETS.put("counting layer", () -> end(net(dense(8), new Counting())));
    }

    private final NDManager manager = EngineSetup.engine().newBaseManager(CPU);

    @AfterEach
    void close() {
        manager.close();
    }

    private static SequentialBlock net(Block... layers) {
        return new SequentialBlock().addAll(layers);
    }

    private static SequentialBlock end(SequentialBlock begun) {
        return begun.add(Blocks.batchFlattenBlock()).add(dense(CLASSES));
    }

    private static Block convolution() {
        return Conv2d.builder().setKernelShape(new Shape(3, 3)).setFilters(8).build();
    }

    private static Block dense(int units) {
        return net(Blocks.batchFlattenBlock(), Linear.builder().setUnits(units).build());
    }

    private static Block dropout() {
        return Dropout.builder().optRate(0.5f).build();
    }

    private static Block rows() {
        return new LambdaBlock(x -> new NDList(x.head().squeeze(1)), "rows");
    }

    private static Block recurrent() {
        return LSTM.builder()
                .setNumLayers(2)
                .setStateSize(16)
                .optBatchFirst(true)
                .optReturnState(false)
                .optDropRate(0.5f)
                .build();
    }

    private static SequentialBlock shared() {
        var layer = Linear.builder().setUnits(CLASSES).build();
        return ToyData.linear().add(layer).add(Activation.tanhBlock()).add(layer);
    }

    private static SequentialBlock frozen() {
        var layer = dense(8);
        layer.freezeParameters(true);
        return end(net(layer, Activation.tanhBlock()));
    }

    /** The sum of all inputs. */
    private static final class Added {
        private static NDList of(NDList inputs) {
            return new NDList(NDArrays.add(inputs.toArray(NDArray[]::new)));
        }
    }

    /** Multiplies by random numbers, as a dropout layer written by hand does. */
    private static final class Noise extends AbstractBlock {

        private static NDList on(NDList inputs) {
            NDArray x = inputs.head();
            return new NDList(x.mul(x.getManager().randomUniform(0, 2, x.getShape())));
        }

        @Override
        protected NDList forwardInternal(
                ParameterStore parameters,
                NDList inputs,
                boolean training,
                PairList<String, Object> params) {
            return training ? on(inputs) : inputs;
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            return inputShapes;
        }
    }

    /** Divides by how often it was asked. */
    private static final class Counting extends AbstractBlock {

        private int asked;

        @Override
        protected NDList forwardInternal(
                ParameterStore parameters,
                NDList inputs,
                boolean training,
                PairList<String, Object> params) {
            asked++;
            return new NDList(inputs.head().div(asked));
        }

        @Override
        public Shape[] getOutputShapes(Shape[] inputShapes) {
            return inputShapes;
        }
    }

    private Iterable<Batch> minibatches(String kind) {
        var all = ToyData.stripes(manager, MINIBATCHES * BATCH_SIZE, BATCH_SIZE);
        if (!kind.equals("two inputs")) {
            return all;
        }
        var twofold = new ArrayList<Batch>();
        for (Batch b : all) {
            var X = new NDList(b.getData().head(), b.getData().head().square());
            twofold.add(new Batch(b.getManager(), X, b.getLabels(), BATCH_SIZE, null, null, 0, 0));
        }
        return twofold;
    }

    /** Returns the loss and all weights after a few minibatches. */
    private float[] learn(String kind, int shards) {
        SequentialBlock net = NETS.get(kind).get();
        var means = new Means[1];
        Seed.set(0);
        WithProperty.get(
                "d2l.shards",
                String.valueOf(shards),
                () -> {
                    try (var learner = new Learner(net, 0.1, CPU)) {
                        minibatches(kind).forEach(batch -> learner.train(batch));
                        means[0] = learner.means();
                    }
                    return null;
                });
        var all = new NDList(manager.create((float) means[0].loss()).reshape(1));
        net.getParameters().values().forEach(p -> all.add(p.getArray().flatten()));
        float[] result = NDArrays.concat(all).toFloatArray();
        Weights.close(net);
        return result;
    }

    static Stream<Arguments> netsAndShards() {
        return NETS.keySet().stream()
                .flatMap(kind -> Stream.of(1, 2, 4).map(n -> Arguments.of(kind, n)));
    }

    @ParameterizedTest
    @MethodSource("netsAndShards")
    void givesTheSameBitsForTheSameSeed(String kind, int shards) {
        float[] first = learn(kind, shards);
        assertArrayEquals(first, learn(kind, shards), 0);
        assertArrayEquals(first, learn(kind, shards), 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"convolution", "batch norm", "shared layer", "frozen layer", "two inputs"})
    void differsByRoundingFromTrainingWithoutShards(String kind) {
        float[] undivided = learn(kind, 1);
        assertArrayEquals(undivided, learn(kind, 2), 1e-3f);
        assertArrayEquals(undivided, learn(kind, 5), 1e-3f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"both", "nested dropout", "recurrent dropout", "drawing layer"})
    void drawsNothingWhereANetIsEvaluated(String kind) {
        SequentialBlock net = NETS.get(kind).get();
        Weights.initialize(net, CPU, new Shape(BATCH_SIZE, 1, CLASSES, CLASSES));
        double undivided = correct(net, "1");
        assertEquals(undivided, correct(net, "4"));
        assertEquals(undivided, correct(net, "4"));
        Weights.close(net);
    }

    private double correct(Block net, String shards) {
        return WithProperty.get(
                "d2l.shards",
                shards,
                () -> Training.evaluateAccuracyGpu(net, minibatches(""), CPU));
    }
}
