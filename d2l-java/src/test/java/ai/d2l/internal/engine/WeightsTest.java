package ai.d2l.internal.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.Seed;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WeightsTest {

    private Block net = linear();

    @AfterEach
    void close() {
        Weights.close(net);
    }

    private static Block linear() {
        return Linear.builder().setUnits(30).build();
    }

    private NDArray parameter(String name) {
        return net.getParameters().get(name).getArray();
    }

    private static void assertUniform(NDArray weight, double bound) {
        assertTrue(weight.max().getFloat() <= bound && weight.min().getFloat() >= -bound);
        assertTrue(weight.max().getFloat() > 0.9 * bound);
        assertTrue(weight.min().getFloat() < -0.9 * bound);
        // a uniform distribution over (-a, a) has the standard deviation a / √3
        double deviation = Math.sqrt(weight.square().mean().getFloat());
        assertEquals(bound / Math.sqrt(3), deviation, 0.1 * bound);
    }

    @Test
    void ofALinearLayerSpreadEvenlyOverGlorotsInterval() {
        Weights.initialize(net, Device.cpu(), new Shape(1, 70));
        assertEquals(new Shape(30, 70), parameter("weight").getShape());
        assertUniform(parameter("weight"), Math.sqrt(6.0 / (30 + 70)));
        assertArrayEquals(new float[30], parameter("bias").toFloatArray());
    }

    @Test
    void ofAConvolutionCountEachPlaceOfTheWindow() {
        net = Conv2d.builder().setKernelShape(new Shape(5, 5)).setFilters(16).build();
        Weights.initialize(net, Device.cpu(), new Shape(1, 6, 14, 14));
        assertUniform(parameter("weight"), Math.sqrt(6.0 / (6 * 25 + 16 * 25)));
    }

    @Test
    void areFloat32WhereTheyWereAskedFor() {
        Weights.initialize(net, Device.cpu(), new Shape(1, 3));
        assertEquals(DataType.FLOAT32, parameter("weight").getDataType());
        assertEquals(Device.cpu(), parameter("weight").getDevice());
        assertTrue(parameter("weight").hasGradient());
    }

    @Test
    void leaveWhatIsNoWeightAsItsBlockSays() {
        net = BatchNorm.builder().build();
        Weights.initialize(net, Device.cpu(), new Shape(1, 3, 4, 4));
        assertArrayEquals(new float[] {1, 1, 1}, parameter("gamma").toFloatArray());
        assertArrayEquals(new float[] {1, 1, 1}, parameter("runningVar").toFloatArray());
    }

    @Test
    void areDrawnFromTheSeed() {
        Seed.set(0);
        Weights.initialize(net, Device.cpu(), new Shape(1, 3));
        float[] first = parameter("weight").toFloatArray();
        Weights.initialize(net, Device.cpu(), new Shape(1, 3));
        assertFalse(Arrays.equals(first, parameter("weight").toFloatArray()));
        Seed.set(0);
        Weights.initialize(net, Device.cpu(), new Shape(1, 3));
        assertArrayEquals(first, parameter("weight").toFloatArray());
    }

    @Test
    void closeTheOldOnesAndMayHaveAnotherShape() {
        Weights.initialize(net, Device.cpu(), new Shape(1, 3));
        NDArray old = parameter("weight");
        Weights.initialize(net, Device.cpu(), new Shape(1, 5));
        assertTrue(old.isReleased());
        assertEquals(new Shape(30, 5), parameter("weight").getShape());
    }

    @Test
    void stayWhereTheNewInputFitsNoLayer() {
        net =
                new SequentialBlock()
                        .add(linear())
                        .add(
                                Conv2d.builder()
                                        .setKernelShape(new Shape(3, 3))
                                        .setFilters(2)
                                        .build());
        Weights.initialize(net, Device.cpu(), new Shape(1, 1, 8, 8));
        NDArray old = net.getParameters().valueAt(0).getArray();
        assertThrows(
                IllegalArgumentException.class,
                () -> Weights.initialize(net, Device.cpu(), new Shape(1, 8)));
        assertFalse(old.isReleased());
        assertTrue(net.isInitialized());
    }

    @Test
    void areGoneAfterClose() {
        Weights.initialize(net, Device.cpu(), new Shape(1, 3));
        NDArray weight = parameter("weight");
        Weights.close(net);
        Weights.close(net);
        assertTrue(weight.isReleased());
        assertFalse(net.isInitialized());
    }
}
