package ai.d2l.lenet5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.FashionMnist;
import ai.d2l.Printed;
import ai.d2l.Seed;
import ai.d2l.Training;
import ai.d2l.TrainingReport;
import ai.d2l.internal.engine.EngineSetup;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.ParameterStore;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeNet5Test {

    private final NDManager manager = EngineSetup.engine().newBaseManager(Device.cpu());
    private final SequentialBlock net = LeNet5.net();

    @BeforeEach
    void initialize() {
        Seed.set(3);
        net.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 28, 28));
    }

    @AfterEach
    void close() {
        Seed.set(0);
        manager.close();
    }

    private NDArray forward(NDArray X) {
        return net.forward(new ParameterStore(manager, false), new NDList(X), false).head();
    }

    @Test
    void hasTheParametersAndConnectionsOfThePaper() {
        var layers = LeNet5.layers(net);
        assertEquals(
                List.of("C1", "S2", "C3", "S4", "C5", "F6", "output", "sum"),
                layers.stringColumn("layer").asList());
        assertArrayEquals(
                new Long[] {156L, 12L, 1_516L, 32L, 48_120L, 10_164L, 0L, 60_000L},
                layers.longColumn("trained").asObjectArray());
        assertArrayEquals(
                new Long[] {0L, 0L, 0L, 0L, 0L, 0L, 840L, 840L},
                layers.longColumn("fixed").asObjectArray());
        assertArrayEquals(
                new Long[] {122_304L, 5_880L, 151_600L, 2_000L, 48_120L, 10_164L, 840L, 340_908L},
                layers.longColumn("connections").asObjectArray());
    }

    @Test
    void givesMapsOfThePapersSizes() {
        assertEquals(
                List.of(
                        "(6, 28, 28)",
                        "(6, 14, 14)",
                        "(16, 10, 10)",
                        "(16, 5, 5)",
                        "(120, 1, 1)",
                        "(84)",
                        "(10)",
                        ""),
                LeNet5.layers(net).stringColumn("output").asList());
    }

    @Test
    void doesNotCountBeforeThereAreWeights() {
        var error = assertThrows(IllegalArgumentException.class, () -> LeNet5.layers(LeNet5.net()));
        assertTrue(error.getMessage().startsWith("The net has no weights yet"));
    }

    @Test
    void drawsWeightsAsAppendixAHasIt() {
        var fanIns = new double[] {25, 25, 4, 4, 75, 75, 4, 4, 400, 400, 120, 120};
        var trained = new ArrayList<Parameter>();
        net.getParameters().values().stream()
                .filter(Parameter::requiresGradient)
                .forEach(trained::add);
        assertEquals(fanIns.length, trained.size());
        for (int i = 0; i < fanIns.length; i++) {
            float largest = trained.get(i).getArray().abs().max().getFloat();
            double bound = 2.4 / fanIns[i];
            assertTrue(
                    largest <= bound && largest > bound / 2,
                    trained.get(i).getName() + " has " + largest + " of " + bound);
        }
    }

    @Test
    void computesWhatPlainLoopsCompute() {
        NDArray X = manager.randomUniform(0, 1, new Shape(3, 1, 28, 28));
        float[] scores = forward(X).toFloatArray();
        var oracle = new PlainLeNet5(net);
        float[] pixels = X.toFloatArray();
        for (int n = 0; n < 3; n++) {
            double[] distances = oracle.distances(pixels, n * 28 * 28);
            for (int i = 0; i < 10; i++) {
                assertEquals(-distances[i], scores[n * 10 + i], 2e-3, n + ", " + i);
            }
        }
    }

    @Test
    void hasTheGradientOfFiniteDifferences() {
        NDArray X = manager.randomUniform(0, 1, new Shape(1, 1, 28, 28));
        var y = new NDList(manager.create(new int[] {4}));
        try (var collector = EngineSetup.engine().newGradientCollector()) {
            NDList scores = net.forward(new ParameterStore(manager, false), new NDList(X), true);
            collector.backward(new MapLoss(1).evaluate(y, scores));
        }
        var oracle = new PlainLeNet5(net);
        float[] pixels = X.toFloatArray();
        double step = 1e-4;
        for (Parameter parameter : net.getParameters().values()) {
            if (parameter.requiresGradient()) {
                float[] gradient = parameter.getArray().getGradient().toFloatArray();
                double[] weights = oracle.weights(parameter);
                for (int i = 0; i < weights.length; i += 1 + weights.length / 7) {
                    double weight = weights[i];
                    weights[i] = weight + step;
                    double above = oracle.loss(pixels, 4, 1);
                    weights[i] = weight - step;
                    double below = oracle.loss(pixels, 4, 1);
                    weights[i] = weight;
                    double slope = (above - below) / (2 * step);
                    String where = parameter.getName() + " " + i;
                    assertEquals(slope, gradient[i], 1e-3 + 1e-3 * Math.abs(slope), where);
                }
            }
        }
    }

    @Test
    void putsAPictureInTheMiddleOnPaper() {
        NDArray X = LeNet5.centred(manager.ones(new Shape(2, 1, 28, 28)));
        assertEquals(new Shape(2, 1, 32, 32), X.getShape());
        assertEquals(LeNet5.INK, X.getFloat(1, 0, 2, 29), 1e-6);
        assertEquals(LeNet5.PAPER, X.getFloat(1, 0, 1, 15), 1e-6);
        assertEquals(LeNet5.PAPER, X.getFloat(0, 0, 15, 30), 1e-6);
    }

    @Test
    void takesPicturesThatAreCentredAlready() {
        NDArray small = manager.randomUniform(0, 1, new Shape(1, 1, 28, 28));
        NDArray large = manager.zeros(new Shape(1, 1, 32, 32));
        large.set(new NDIndex(":, :, 2:30, 2:30"), small);
        assertArrayEquals(forward(small).toFloatArray(), forward(large).toFloatArray(), 1e-4f);
    }

    @Test
    void refusesPicturesOfAnotherSize() {
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> net.getOutputShapes(new Shape[] {new Shape(5, 1, 20, 20)}));
        assertEquals(
                "LeNet-5 got an input of shape (5, 1, 20, 20) and needs (batch, 1, 28, 28) or"
                        + " (batch, 1, 32, 32)",
                error.getMessage());
    }

    @Test
    void learnsClothesAndRefusesLabelsThatAreNoClass() throws Exception {
        try (var data = FashionMnist.builder().optFolder(Path.of("sample")).build()) {
            TrainingReport result = train(data, LeNet5.net(), 0.01f);
            assertTrue(result.testAccuracy() > 0.65, result::toString);
            float[][] nineCodes = Arrays.copyOf(Codes.digits(), 9);
            var error =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> train(data, LeNet5.net(nineCodes), 0.01f));
            assertEquals(
                    "The net has 9 outputs and a label is 9: it needs at least 10 outputs",
                    error.getMessage());
        }
    }

    @Test
    void saysWhenTheRateIsTooHigh() throws Exception {
        try (var data = FashionMnist.builder().optFolder(Path.of("sample")).build()) {
            var error =
                    assertThrows(ArithmeticException.class, () -> train(data, LeNet5.net(), 0.05f));
            assertTrue(
                    error.getMessage()
                            .matches(
                                    "In epoch 2 the loss is .* \\(mean of \\d+ minibatches\\) and"
                                            + " began at 8.*"),
                    error.getMessage());
        }
    }

    private static TrainingReport train(FashionMnist data, SequentialBlock net, float lr) {
        var config =
                new DefaultTrainingConfig(new MapLoss(1))
                        .optOptimizer(
                                Optimizer.sgd().setLearningRateTracker(Tracker.fixed(lr)).build());
        var result = new TrainingReport[1];
        Printed.by(
                () ->
                        result[0] =
                                Training.train(
                                        net,
                                        config,
                                        data.trainIter(32),
                                        data.testIter(256),
                                        5,
                                        Device.cpu()));
        return result[0];
    }
}
