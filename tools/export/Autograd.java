import ai.djl.engine.Engine;
import ai.djl.ndarray.*;
import ai.djl.training.GradientCollector;

/**
 * Records a computation, and closes with it the arrays that were made meanwhile.
 *
 * <p>Java's own numbers, as in {@code x.div(2)}, it does not keep for PyTorch.
 */
final class Autograd implements AutoCloseable {
    private final GradientCollector collector = Engine.getInstance().newGradientCollector();
    private final NDScope scope = new NDScope();
    private boolean recording = true;

    static Autograd record() {
        var recording = new Autograd();
        recording.collector.zeroGradients();
        return recording;
    }

    void backward(NDArray target) {
        collector.backward(target);
        end();
    }

    private void end() {
        if (recording) collector.close();
        recording = false;
    }

    @Override
    public void close() {
        end();
        scope.close();
    }
}
