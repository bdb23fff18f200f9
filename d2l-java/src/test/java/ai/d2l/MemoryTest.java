package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.d2l.internal.engine.Weights;
import ai.djl.Device;
import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.dataset.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class MemoryTest {

    private static final Device CPU = Device.cpu();
    private static final long PATIENCE_MILLIS = 30_000;
    private static final int MAX_ROUNDS = 8;

    private static FashionMnist sample() {
        try {
            return FashionMnist.builder().optFolder(Path.of("sample")).build();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static SequentialBlock lenet() {
        return new SequentialBlock()
                .add(Conv2d.builder().setKernelShape(new Shape(5, 5)).setFilters(6).build())
                .add(Activation.sigmoidBlock())
                .add(Pool.avgPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(10).build());
    }

    private static void train(Block net, FashionMnist data) {
        Printed.by(() -> train(net, data, 0.5));
    }

    private static void train(Block net, FashionMnist data, double lr) {
        Training.trainCh6(net, data.trainIter(256), data.testIter(256), 1, lr, CPU);
    }

    /** Everything that the engine's managers hold, from the system's manager down. */
    private static NDManager system() {
        try (NDManager manager = EngineSetup.engine().newBaseManager(CPU)) {
            return manager.getParentManager();
        }
    }

    /** Lets the nets go that other tests have left behind, so that they are not missed later. */
    @BeforeEach
    void settle() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(20);
        }
    }

    private static int arrays() {
        return system().getManagedArrays().size();
    }

    private static int managers() {
        return Printed.by(() -> ((BaseNDManager) system()).debugDump(0)).size();
    }

    private static long residentKib() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** Has garbage collected until that holds. */
    private static boolean comesTrue(BooleanSupplier condition) throws InterruptedException {
        long giveUpAt = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!condition.getAsBoolean() && System.currentTimeMillis() < giveUpAt) {
            System.gc();
            Thread.sleep(20);
        }
        return condition.getAsBoolean();
    }

    @Test
    void holdsAsManyArraysAfterTwentyTrainingsAsAfterTheFirst() {
        try (var data = sample()) {
            var net = lenet();
            train(net, data);
            int arrays = arrays();
            int managers = managers();
            for (int i = 0; i < 20; i++) {
                train(net, data);
                assertEquals(arrays, arrays());
                assertEquals(managers, managers());
            }
            Weights.close(net);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void growsNoLongerOnceCompilerAndAllocatorHaveSettled() throws IOException {
        var sizes = new ArrayList<Long>();
        try (var data = sample()) {
            var net = lenet();
            do {
                for (int i = 0; i < 20; i++) {
                    train(net, data);
                }
                sizes.add(residentKib());
            } while (sizes.size() < MAX_ROUNDS && !isFlat(sizes));
            Weights.close(net);
        }
        assertTrue(isFlat(sizes), () -> "KiB after every twenty trainings: " + sizes);
    }

    private static boolean isFlat(List<Long> sizes) {
        int n = sizes.size();
        return n >= 2 && sizes.get(n - 1) < 1.02 * sizes.get(n - 2);
    }

    @Test
    void holdsAsManyArraysAfterATrainingThatFailed() {
        try (var data = sample()) {
            var net = lenet();
            train(net, data);
            int arrays = arrays();
            int managers = managers();
            Printed.by(
                    () ->
                            assertThrows(
                                    ArithmeticException.class,
                                    () -> train(net, data, Double.MAX_VALUE)));
            assertEquals(arrays, arrays());
            assertEquals(managers, managers());
            Weights.close(net);
        }
    }

    @Test
    void closesTheWeightsOfNetsThatNobodyHolds() throws InterruptedException {
        var weights = new NDList();
        for (int i = 0; i < 100; i++) {
            var net = lenet();
            Weights.initialize(net, CPU, new Shape(1, 1, 28, 28));
            net.getParameters().values().forEach(p -> weights.add(p.getArray()));
        }
        assertEquals(400, weights.size());
        assertTrue(comesTrue(() -> weights.stream().allMatch(NDArray::isReleased)));
    }

    @Test
    void keepsTheWeightsOfANetThatIsHeld() {
        var net = lenet();
        Weights.initialize(net, CPU, new Shape(1, 1, 28, 28));
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        assertFalse(net.getParameters().valueAt(0).getArray().isReleased());
        Weights.close(net);
    }

    @Test
    void keepsADataSetAsLongAsItsMinibatchesAndNoLonger() throws InterruptedException {
        var data = sample();
        NDArray images = data.trainImages();
        Iterable<Batch> trainIter = data.trainIter(256);
        data = null;
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        trainIter.iterator().next().close();
        assertFalse(images.isReleased());
        trainIter = null;
        assertTrue(comesTrue(images::isReleased));
    }

    @Test
    void leavesNoThreadThatKeepsTheProcessAlive() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (var data = sample()) {
            train(lenet(), data);
        }
        var left =
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !thread.isDaemon() && !before.contains(thread))
                        .collect(Collectors.toSet());
        assertEquals(Set.of(), left);
    }
}
