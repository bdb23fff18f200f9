package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AutogradTest {

    private final NDManager manager = EngineSetup.engine().newBaseManager(Device.cpu());
    private final NDArray x = manager.create(new float[] {1, -2});

    AutogradTest() {
        x.setRequiresGradient(true);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** A function of x, and its derivative at 1 and -2. */
    private record Form(UnaryOperator<NDArray> f, float at1, float atMinus2) {}

    private static final Map<String, Form> FORMS = new TreeMap<>();

    static {
        FORMS.put("x.mul(2)", new Form(x -> x.mul(2), 2, 2));
        FORMS.put("x.div(2)", new Form(x -> x.div(2), 0.5f, 0.5f));
        FORMS.put("x.pow(2)", new Form(x -> x.pow(2), 2, -4));
        FORMS.put("x.add(2)", new Form(x -> x.add(2), 1, 1));
        FORMS.put("x.sub(2)", new Form(x -> x.sub(2), 1, 1));
        FORMS.put("x.neg()", new Form(NDArray::neg, -1, -1));
        FORMS.put("x.mul(array)", new Form(x -> x.mul(x.getManager().create(2f)), 2, 2));
        FORMS.put("x.square()", new Form(NDArray::square, 2, -4));
        FORMS.put("x.mul(x)", new Form(x -> x.mul(x), 2, -4));
        FORMS.put("maximum(x, 0)", new Form(x -> NDArrays.maximum(x, 0f), 1, 0));
        FORMS.put("x.clip(-3, 3)", new Form(x -> x.clip(-3, 3), 1, 1));
        FORMS.put("x.mean()", new Form(NDArray::mean, 0.5f, 0.5f));
    }

    static List<String> forms() {
        return List.copyOf(FORMS.keySet());
    }

    /** Lets Java collect what it can, and writes over memory that has become free. */
    private void collectGarbage() {
        for (int i = 0; i < 100; i++) {
            System.gc();
            for (int n = 0; n < 20; n++) {
                manager.create(-1e9f).close();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void givesTheGradientOfTheClosedFormWhileJavaCollectsGarbage(String name) {
        Form form = FORMS.get(name);
        try (var recording = Autograd.record()) {
            NDArray y = form.f().apply(x).sum();
            collectGarbage();
            recording.backward(y);
        }
        assertArrayEquals(new float[] {form.at1(), form.atMinus2()}, gradient());
    }

    private float[] gradient() {
        try (NDArray gradient = x.getGradient()) {
            return gradient.toFloatArray();
        }
    }

    private void backwardOf(UnaryOperator<NDArray> f) {
        try (var recording = Autograd.record()) {
            recording.backward(f.apply(x).sum());
        }
    }

    @Test
    void beginsWithGradientsOfZero() {
        backwardOf(x -> x.mul(3));
        backwardOf(x -> x.mul(3));
        assertArrayEquals(new float[] {3, 3}, gradient());
        Autograd.record().close();
        assertArrayEquals(new float[2], gradient());
    }

    @Test
    void recoversFromAGradientThatIsNoNumber() {
        backwardOf(x -> x.mul(Float.NaN));
        backwardOf(x -> x.mul(3));
        assertArrayEquals(new float[] {3, 3}, gradient());
    }

    @Test
    void leavesGradientsWhereJavaCollectsNothing() {
        backwardOf(x -> x.mul(3));
        Autograd.record().close();
        collectGarbage();
        assertArrayEquals(new float[2], gradient());
    }

    private int arrays() {
        return manager.getParentManager().getManagedArrays().size();
    }

    /** Takes a step down the slope of (wx - 1)², and returns the loss. */
    private float step(NDArray w) {
        try (var recording = Autograd.record()) {
            NDArray loss = w.mul(x).sub(1).pow(2).mean();
            recording.backward(loss);
            w.subi(w.getGradient().mul(0.1).div(2));
            return loss.getFloat();
        }
    }

    @Test
    void leavesNoArrayBehind() {
        NDArray w = manager.zeros(new Shape(2));
        w.setRequiresGradient(true);
        float first = step(w);
        int before = arrays();
        float last = first;
        for (int i = 0; i < 50; i++) {
            last = step(w);
        }
        assertEquals(before, arrays());
        assertTrue(last < 0.01 * first, first + " to " + last);
    }

    @Test
    void letsWeightsBeChangedInPlaceInAnyThread() {
        NDArray w = manager.zeros(new Shape(2));
        w.setRequiresGradient(true);
        CompletableFuture.runAsync(
                        () -> {
                            step(w);
                            w.addi(1); // after it, too
                        },
                        task -> new Thread(task).start())
                .join();
        assertArrayEquals(new float[] {1.05f, 0.9f}, w.toFloatArray(), 1e-6f);
    }

    @Test
    void leavesOpenWhatSomebodyKeeps() {
        var kept = new NDList();
        NDArray temporary;
        try (var recording = Autograd.record()) {
            temporary = x.mul(2);
            kept.addAll(new NDList(x.mul(3), x.mul(4), x.mul(5)));
            kept.get(0).attach(manager);
            NDScope.unregister(kept.get(1));
            kept.get(2).detach();
            recording.backward(temporary.sum());
        }
        assertTrue(temporary.isReleased());
        assertArrayEquals(new float[] {3, -6}, kept.get(0).toFloatArray());
        assertSame(manager, kept.get(1).getManager());
        assertArrayEquals(new float[] {5, -10}, kept.get(2).toFloatArray());
        kept.close();
    }

    @Test
    void leavesOpenTheWeightsOfANetThatGetsThemInIt() {
        var net = Linear.builder().setUnits(1).build();
        try (var recording = Autograd.record()) {
            var parameters = new ParameterStore(manager, false);
            recording.backward(net.forward(parameters, new NDList(x), true).head());
        }
        net.getParameters().values().forEach(p -> assertFalse(p.getArray().isReleased()));
        assertSame(manager, net.getParameters().valueAt(0).getArray().getManager());
    }

    private static String errorOf(Executable work) {
        return assertThrows(RuntimeException.class, work).getMessage();
    }

    @Test
    void isNotBegunInAnother() {
        String expected =
                "A recording is open in this thread: close it before the next one, best by"
                        + " try (var recording = Autograd.record()) { … }";
        try (var recording = Autograd.record()) {
            assertEquals(expected, errorOf(Autograd::record));
            recording.backward(x.sum()); // the first one goes on
        }
        assertArrayEquals(new float[] {1, 1}, gradient());
    }

    @Test
    void isNotBegunInACollectorOfTheEngine() {
        String expected =
                "The engine is recording already, for a gradient collector or a training that is"
                        + " not finished: close that one first";
        try (var collector = EngineSetup.engine().newGradientCollector()) {
            assertEquals(expected, errorOf(Autograd::record));
            collector.backward(x.sum());
        }
        backwardOf(x -> x.mul(3));
        assertArrayEquals(new float[] {3, 3}, gradient());
    }

    @Test
    void isOneAtATimeOnPyTorchAndOneInEachThreadOnMxnet() {
        try (var recording = Autograd.record()) {
            NDArray y = x.mul(3).sum();
            Throwable error = inAnotherThread(() -> Autograd.record().close());
            boolean pytorch = EngineSetup.engine().getEngineName().equals("PyTorch");
            assertEquals(pytorch, error != null);
            assertTrue(
                    !pytorch || error.getMessage().startsWith("The engine is recording already"));
            recording.backward(y);
        }
        assertArrayEquals(new float[] {3, 3}, gradient());
    }

    private static Throwable inAnotherThread(Runnable work) {
        return CompletableFuture.runAsync(work, task -> new Thread(task, "other").start())
                .handle((nothing, e) -> e == null ? null : e.getCause())
                .join();
    }

    @Test
    void belongsToItsThread() {
        String expected =
                "The recording belongs to the thread '%s': use and close it there"
                        .formatted(Thread.currentThread().getName());
        try (var recording = Autograd.record()) {
            NDArray y = x.mul(3).sum();
            assertEquals(expected, inAnotherThread(() -> recording.backward(y)).getMessage());
            assertEquals(expected, inAnotherThread(recording::close).getMessage());
            recording.backward(y);
        }
        assertArrayEquals(new float[] {3, 3}, gradient());
    }

    @Test
    void givesNoGradientAfterItIsClosed() {
        var recording = Autograd.record();
        NDArray y = x.mul(3).sum();
        recording.close();
        recording.close();
        assertEquals(
                "The recording is closed: call backward inside its try { … }",
                errorOf(() -> recording.backward(y)));
    }

    @Test
    void takesOneNumberToGoBackFrom() {
        try (var recording = Autograd.record()) {
            NDArray y = x.mul(3);
            assertEquals(
                    "backward takes one number and got shape (2): add it up, as in backward(y.sum())",
                    errorOf(() -> recording.backward(y)));
            recording.backward(y.sum());
        }
        assertArrayEquals(new float[] {3, 3}, gradient());
    }

    @Test
    void needsSomethingThatAsksForAGradient() {
        String expected =
                "backward finds nothing to go back through: compute the number while the recording"
                        + " is open, from an array after its setRequiresGradient(true)";
        NDArray constant = manager.create(new float[] {1, 2});
        try (var recording = Autograd.record()) {
            assertEquals(expected, errorOf(() -> recording.backward(constant.mul(3).sum())));
            recording.backward(x.sum());
        }
        assertArrayEquals(new float[] {1, 1}, gradient());
        assertTrue(
                errorOf(constant::getGradient).contains("setRequiresGradient()"),
                "DJL says so itself");
    }

    @Test
    void goesBackOnce() {
        try (var recording = Autograd.record()) {
            NDArray y = x.mul(3).sum();
            recording.backward(y);
            assertEquals(
                    "backward was called before in this recording: add up what gradients are wanted"
                            + " of, or record again",
                    errorOf(() -> recording.backward(y)));
        }
        assertArrayEquals(new float[] {3, 3}, gradient());
    }
}
