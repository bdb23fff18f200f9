package ai.d2l.lenet5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.Seed;
import ai.d2l.internal.engine.EngineSetup;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CurvatureTest {

    private static final double J = 3;

    private final NDManager manager = EngineSetup.engine().newBaseManager(Device.cpu());

    @AfterEach
    void close() {
        Seed.set(0);
        manager.close();
    }

    private SequentialBlock net(Shape X, Block... layers) {
        var net = new SequentialBlock().addSingleton(x -> x, "input");
        net.addAll(layers);
        net.addSingleton(NDArray::neg, "negative");
        Seed.set(5);
        net.initialize(manager, DataType.FLOAT32, X);
        return net;
    }

    private static RadialBasis output(int length) {
        var codes = new float[3][length];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < length; j++) {
                codes[i][j] = (j + i) % 3 == 0 ? 1 : -1;
            }
        }
        return new RadialBasis(codes);
    }

    private static Block flatten() {
        return Blocks.batchFlattenBlock();
    }

    /** The mean loss if the first class were the right one; which one it is does not matter. */
    private double loss(SequentialBlock net, NDArray X) {
        NDList scores = net.forward(new ParameterStore(manager, false), new NDList(X), false);
        var labels = new NDList(manager.zeros(new Shape(X.getShape().get(0)), DataType.INT32));
        return new MapLoss(J).evaluate(labels, scores).getFloat();
    }

    /**
     * Compares with finite differences, which are exact for a layer with one place for each weight
     * and no squashing above it.
     */
    private void assertSecondDifferences(SequentialBlock net, NDArray X, Block layer) {
        Map<String, NDArray> curvature = Curvature.estimate(net, X, J, manager);
        for (Parameter parameter : layer.getDirectParameters().values()) {
            if (!parameter.requiresGradient()) {
                continue;
            }
            float[] h = curvature.get(parameter.getId()).toFloatArray();
            NDArray array = parameter.getArray();
            float[] weights = array.toFloatArray();
            float step = 0.25f; // large, for float32; the loss is nearly quadratic
            for (int i = 0; i < h.length; i += 1 + h.length / 9) {
                double middle = loss(net, X);
                double difference = -2 * middle;
                for (float sign : new float[] {-1, 1}) {
                    float[] moved = weights.clone();
                    moved[i] += sign * step;
                    parameter.getArray().set(moved);
                    difference += loss(net, X);
                }
                parameter.getArray().set(weights);
                double expected = difference / (step * step);
                assertEquals(expected, h[i], 2e-2 + 0.05 * expected, parameter.getName() + " " + i);
            }
        }
    }

    @Test
    void ofALinearLayerIsExact() {
        var layer = Linear.builder().setUnits(6).build();
        NDArray X = manager.randomUniform(-1, 1, new Shape(7, 4));
        assertSecondDifferences(net(X.getShape(), layer, output(6)), X, layer);
    }

    @Test
    void ofASubsamplingIsExactAtOnePlace() {
        var layer = new Subsampling();
        NDArray X = manager.randomUniform(-1, 1, new Shape(7, 6, 2, 2));
        assertSecondDifferences(net(X.getShape(), layer, flatten(), output(6)), X, layer);
    }

    @Test
    void ofAPartialConvolutionIsExactAtOnePlaceAndForOneOutput() {
        var layer = new PartialConvolution();
        NDArray X = manager.randomUniform(-1, 1, new Shape(7, 6, 5, 5));
        var last = Linear.builder().setUnits(1).build();
        var net = net(X.getShape(), layer, flatten(), last, output(1));
        assertSecondDifferences(net, X, layer);
    }

    @Test
    void goesThroughSubsamplingWithItsSquare() {
        var convolution = Conv2d.builder().setFilters(6).setKernelShape(new Shape(3, 3)).build();
        var subsampling = new Subsampling();
        NDArray X = manager.randomUniform(-1, 1, new Shape(5, 1, 4, 4));
        var net = net(X.getShape(), convolution, subsampling, flatten(), output(6));
        Map<String, NDArray> h = Curvature.estimate(net, X, J, manager);
        float[] before = bias(h, convolution);
        float[] after = bias(h, subsampling);
        float[] c = subsampling.getDirectParameters().get("coefficient").getArray().toFloatArray();
        for (int map = 0; map < 6; map++) {
            assertEquals(4 * c[map] * c[map] * after[map], before[map], 1e-5);
        }
    }

    @Test
    void goesThroughSquashingWithTheSquareOfItsSlope() {
        var layer = Linear.builder().setUnits(6).build();
        NDArray X = manager.zeros(new Shape(1, 4)); // so that all a are 0, where f' is A S
        float[] plain = biasOf(X, layer, layer, output(6));
        var same = Linear.builder().setUnits(6).build();
        float[] squashed = biasOf(X, same, same, ScaledTanh.block(), output(6));
        double slope = 1.7159 * 2 / 3;
        for (int i = 0; i < 6; i++) {
            assertEquals(slope * slope * plain[i], squashed[i], 1e-4);
        }
    }

    private float[] biasOf(NDArray X, Block layer, Block... layers) {
        return bias(Curvature.estimate(net(X.getShape(), layers), X, J, manager), layer);
    }

    private static float[] bias(Map<String, NDArray> h, Block layer) {
        return h.get(layer.getDirectParameters().get("bias").getId()).toFloatArray();
    }

    private SequentialBlock published() {
        var net = LeNet5.net();
        Seed.set(1);
        net.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 28, 28));
        return net;
    }

    @Test
    void isTheSameInAThreadOfWhichTheEngineKnowsNothing() {
        var net = published();
        NDArray X = manager.randomUniform(0, 1, new Shape(20, 1, 28, 28));
        Supplier<Map<String, NDArray>> estimate = () -> Curvature.estimate(net, X, 1, manager);
        Map<String, NDArray> here = estimate.get();
        Map<String, NDArray> there =
                CompletableFuture.supplyAsync(estimate, task -> new Thread(task).start()).join();
        here.forEach(
                (id, h) ->
                        assertArrayEquals(h.toFloatArray(), there.get(id).toFloatArray(), 1e-4f));
    }

    @Test
    void hasOneNumberForEachTrainedWeightAndNoneIsNegative() {
        var net = published();
        NDArray X = manager.randomUniform(0, 1, new Shape(230, 1, 28, 28));
        Map<String, NDArray> h = Curvature.estimate(net, X, 1, manager);
        long weights = h.values().stream().mapToLong(NDArray::size).sum();
        assertEquals(60_000, weights);
        for (Parameter parameter : net.getParameters().values()) {
            if (parameter.requiresGradient()) {
                NDArray values = h.get(parameter.getId());
                assertEquals(parameter.getShape(), values.getShape());
                assertTrue(values.min().getFloat() >= 0 && values.max().getFloat() > 0);
            }
        }
    }

    @Test
    void isTheMeanOverAllPatternsWhateverTheirNumber() {
        var layer = Linear.builder().setUnits(6).build();
        NDArray X = manager.randomUniform(-1, 1, new Shape(230, 4));
        var net = net(X.getShape(), layer, output(6));
        float[] all = bias(Curvature.estimate(net, X, J, manager), layer);
        float[] sum = new float[6];
        for (String part : new String[] {"0:115", "115:230"}) {
            float[] half = bias(Curvature.estimate(net, X.get(part), J, manager), layer);
            for (int i = 0; i < 6; i++) {
                sum[i] += half[i] / 2;
            }
        }
        assertArrayEquals(sum, all, 1e-4f);
    }

    @Test
    void refusesANetThatIsNoLeNet5() {
        NDArray X = manager.ones(new Shape(1, 4));
        var net = net(X.getShape(), ai.djl.nn.Activation.reluBlock(), output(4));
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Curvature.estimate(net, X, J, manager));
        assertTrue(error.getMessage().startsWith("not a layer of LeNet-5"), error.getMessage());
    }
}
