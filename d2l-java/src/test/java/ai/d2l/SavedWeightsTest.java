package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What files of saved weights may be, and what a net is after one that was refused. */
class SavedWeightsTest extends SavedModelFixture {

    @Test
    void saysThatTheLayersAreOthers() throws IOException {
        var convolution =
                new SequentialBlock()
                        .add(
                                Conv2d.builder()
                                        .setKernelShape(new Shape(2, 2))
                                        .setFilters(3)
                                        .build());
        convolution.initialize(manager, DataType.FLOAT32, INPUT);
        SavedModel.save(convolution, folder, "toy");
        for (SequentialBlock net : List.of(drawn(4), net(4))) {
            assertTrue(whyNot(net, folder).contains("its layers are others"));
        }
    }

    @Test
    void refusesOtherShapesAlsoIntoANetWithoutWeightsWhichStaysAsItWas() throws IOException {
        SavedModel.save(drawn(9, 3), folder, "toy");
        for (int[] units : new int[][] {{9, 4}, {3, 9}, {9}}) {
            var net = net(units);
            String message = whyNot(net, folder);
            assertTrue(message.endsWith("; the net is as it was"), message);
            assertFalse(net.isInitialized());
            int last = units[units.length - 1];
            assertEquals(new Shape(2, last), net.getOutputShapes(new Shape[] {INPUT})[0]);
            net.initialize(manager, DataType.FLOAT32, INPUT);
            assertEquals(last, scores(net).length / 2);
        }
        assertTrue(
                whyNot(net(9, 4), folder)
                        .contains("04Linear_weight has shape (3, 9) in the file and (4, 9) in"));
    }

    @Test
    void leavesTheVeryArraysToANetThatItRefuses() throws IOException {
        SavedModel.save(drawn(9, 3), folder, "toy");
        var net = drawn(9, 4);
        var before = net.getParameters().values().stream().map(Parameter::getArray).toList();
        whyNot(net, folder);
        var now = net.getParameters().values().stream().map(Parameter::getArray).toList();
        assertEquals(before, now);
        assertTrue(now.stream().allMatch(NDArray::hasGradient));
    }

    private static SequentialBlock twoInputs() {
        return new SequentialBlock()
                .add(new LambdaBlock(in -> new NDList(in.get(0).concat(in.get(1), 1))))
                .add(Linear.builder().setUnits(3).build());
    }

    @Test
    void readsANetOfSeveralInputs() throws IOException {
        var net = twoInputs();
        net.initialize(manager, DataType.FLOAT32, new Shape(2, 3), new Shape(2, 4));
        SavedModel.save(net, folder, "toy");
        var fresh = twoInputs();
        SavedModel.load(fresh, folder, "toy");
        assertEquals(weight(net), weight(fresh));
        assertArrayEquals(net.getInputShapes(), fresh.getInputShapes());
    }

    private static NDArray weight(Block net) {
        return net.getParameters().valueAt(0).getArray();
    }

    @Test
    void readsASingleLayerAgainAndAgain() throws IOException {
        Block net = Linear.builder().setUnits(3).build();
        net.initialize(manager, DataType.FLOAT32, new Shape(2, 9));
        for (int i = 0; i < 2; i++) {
            SavedModel.save(net, folder, "toy");
            Block fresh = Linear.builder().setUnits(3).build();
            SavedModel.load(fresh, folder, "toy");
            assertEquals(weight(net), weight(fresh));
            net = fresh;
        }
    }

    @Test
    void knowsEveryByteThatWasDamaged() throws IOException {
        Path file = SavedModel.save(drawn(4), folder, "toy");
        byte[] whole = Files.readAllBytes(file);
        var net = drawn(4);
        float[] before = scores(net);
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x40;
            Files.write(file, damaged);
            whyNot(net, folder);
        }
        assertArrayEquals(before, scores(net));
        assertTrue(whyNot(net(4), folder).contains("toy-0000.params is damaged: "));
    }

    @Test
    void damageInAFileWithoutAChecksumNeverFillsTheMemory() throws Exception {
        var net = drawn(4);
        try (Model model = Model.newInstance("toy")) {
            model.setBlock(net);
            model.setProperty("Epoch", "0");
            model.save(folder, "toy");
        }
        var fresh = net(4);
        SavedModel.load(fresh, folder, "toy");
        assertArrayEquals(scores(net), scores(fresh));
        Path file = folder.resolve("toy-0000.params");
        byte[] whole = Files.readAllBytes(file);
        for (int from = 0; from < whole.length - 100; from += 7) {
            byte[] damaged = whole.clone();
            Arrays.fill(damaged, from, from + 100, (byte) 0x7f);
            Files.write(file, damaged);
            try {
                SavedModel.load(net(4), folder, "toy");
            } catch (IOException e) {
                assertTrue(e.getMessage().endsWith("; the net is as it was"), e.getMessage());
            }
        }
    }

    @Test
    void writesWhatDjlReads() throws Exception {
        var net = drawn(4, 3);
        SavedModel.save(net, folder, "toy");
        var other = net(4, 3);
        try (Model model = Model.newInstance("toy")) {
            model.setBlock(other);
            model.load(folder, "toy");
            assertArrayEquals(scores(net), scores(other));
        }
    }
}
