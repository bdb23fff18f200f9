package ai.d2l.internal.engine;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import org.junit.jupiter.api.Test;

class LayerShapesTest {

    private static Block conv(int size) {
        return Conv2d.builder().setKernelShape(new Shape(size, size)).setFilters(6).build();
    }

    private static SequentialBlock lenet() {
        return new SequentialBlock()
                .add(conv(5))
                .add(Activation.sigmoidBlock())
                .add(Pool.avgPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(10).build());
    }

    private static String errorOf(Block net, long... shape) {
        return assertThrows(
                        IllegalArgumentException.class,
                        () -> LayerShapes.requireFit(net, new Shape(shape)))
                .getMessage();
    }

    @Test
    void letAFittingInputPass() {
        assertDoesNotThrow(() -> LayerShapes.requireFit(lenet(), new Shape(256, 1, 28, 28)));
    }

    @Test
    void nameTheConvolutionThatGetsFlatPictures() {
        assertEquals(
                "layer 1 (Conv2d) got an input of shape (batch, 784) and needs 4 dimensions: batch,"
                        + " channels and height, width",
                errorOf(lenet(), 256, 784));
    }

    @Test
    void nameTheLinearLayerTrainedForAnotherWidth() {
        var net = lenet();
        Weights.initialize(net, Device.cpu(), new Shape(256, 1, 28, 28));
        assertEquals(
                "layer 5 (Linear) got an input of shape (batch, 600) and needs (batch, 864)",
                errorOf(net, 256, 1, 24, 24));
        Weights.close(net);
    }

    @Test
    void nameTheConvolutionTrainedForOtherChannels() {
        var net = lenet();
        Weights.initialize(net, Device.cpu(), new Shape(256, 1, 28, 28));
        assertEquals(
                "layer 1 (Conv2d) got an input of shape (batch, 3, 28, 28) and needs (batch, 1, 28,"
                        + " 28)",
                errorOf(net, 256, 3, 28, 28));
        Weights.close(net);
    }

    @Test
    void nameTheLayerWhosePictureIsTooSmall() {
        assertEquals(
                "layer 1 (Conv2d) got an input of shape (batch, 1, 4, 4) and needs a larger"
                        + " picture: its output would have no size left",
                errorOf(lenet(), 256, 1, 4, 4));
        String error = errorOf(lenet(), 256, 1, 5, 5);
        String ours =
                "layer 3 (avgPool2d) got an input of shape (batch, 6, 1, 1) and needs another one: ";
        assertTrue(error.startsWith(ours), error);
        assertTrue(
                error.substring(ours.length()).contains("size"), "what the engine says: " + error);
    }

    @Test
    void nameTheLayersOnTheWayToANestedOne() {
        var net = new SequentialBlock().add(Activation.reluBlock()).add(lenet());
        assertEquals(
                "layer 2 (SequentialBlock), layer 1 (Conv2d) got an input of shape (batch, 784) and"
                        + " needs 4 dimensions: batch, channels and height, width",
                errorOf(net, 256, 784));
    }

    @Test
    void callANetOfOneLayerTheNet() {
        assertEquals(
                "net got an input of shape (batch, 784) and needs 4 dimensions: batch, channels and"
                        + " height, width",
                errorOf(conv(3), 256, 784));
    }

    @Test
    void nameTheLayerWhoseKernelIsLargerThanThePicture() {
        var net = new SequentialBlock().add(Activation.reluBlock()).add(conv(31));
        assertEquals(
                "layer 2 (Conv2d) got an input of shape (batch, 1, 28, 28) and needs a larger"
                        + " picture: its output would have no size left",
                errorOf(net, 256, 1, 28, 28));
    }

    @Test
    void askWhetherTheChannelsAreLast() {
        String ask =
                ". Are the channels of the inputs (batch, 28, 28, 1) last? X.transpose(0, 3, 1, 2)"
                        + " puts them first";
        assertTrue(errorOf(lenet(), 256, 28, 28, 1).endsWith("no size left" + ask));
        var net = lenet();
        Weights.initialize(net, Device.cpu(), new Shape(256, 1, 28, 28));
        assertTrue(errorOf(net, 256, 28, 28, 1).endsWith("needs (batch, 1, 28, 1)" + ask));
        Weights.close(net);
    }

    @Test
    void giveANumberAloneNoBatch() {
        assertEquals("()", LayerShapes.words(new Shape()));
    }
}
