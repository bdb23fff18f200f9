package ai.d2l;

import ai.d2l.internal.engine.EngineSetup;
import ai.d2l.internal.engine.GradMode;
import ai.d2l.internal.engine.Gradients;
import ai.d2l.internal.engine.Temporaries;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.training.GradientCollector;

/**
 * Records a computation, so that the gradients of its result can be asked for; the same on both
 * engines.
 *
 * <pre>{@code
 * x.setRequiresGradient(true);
 * try (var recording = Autograd.record()) {
 *     NDArray y = x.mul(x).mul(2).sum();
 *     recording.backward(y);
 * }
 * x.getGradient() // 4x
 * }</pre>
 *
 * <p>It is DJL's {@link GradientCollector}, and cures what differs or fails in the engines' own:
 *
 * <ul>
 *   <li>A recording begins with all gradients at 0: none is added to that of the step before.
 *   <li>Numbers of Java, as in {@code x.mul(2)}, are kept for backward.
 *   <li>{@link #backward} ends what is recorded. Weights may be changed in place after it, also
 *       while this is open.
 *   <li>Arrays that this thread makes while it is open are closed with it. What is to stay is read
 *       before, or kept: {@code y.attach(manager)}. Gradients stay, and so do the weights of a net.
 * </ul>
 */
public final class Autograd implements GradientCollector {

    private static final ThreadLocal<Autograd> OPEN = new ThreadLocal<>(); // null where none is

    private final Thread thread = Thread.currentThread();
    private final Temporaries temporaries = new Temporaries();
    private final GradientCollector collector;
    private boolean recording = true;
    private boolean closed;

    private Autograd(GradientCollector collector) {
        this.collector = collector;
        OPEN.set(this);
    }

    /**
     * Begins to record what this thread computes.
     *
     * @return the recording, to be opened in {@code try (var recording = Autograd.record()) { … }}
     * @throws IllegalStateException if one is open in this thread, or on PyTorch in any
     */
    public static Autograd record() {
        require(
                OPEN.get() == null,
                "A recording is open in this thread: close it before the next one, best by"
                        + " try (var recording = Autograd.record()) { … }");
        var recording = new Autograd(newCollector());
        try {
            recording.zeroGradients();
        } catch (RuntimeException | Error e) {
            recording.close();
            throw e;
        }
        return recording;
    }

    private static GradientCollector newCollector() {
        try {
            return EngineSetup.engine().newGradientCollector();
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "The engine is recording already, for a gradient collector or a training that is"
                            + " not finished: close that one first",
                    e);
        }
    }

    /**
     * Computes the gradients of a number by all arrays that it was computed from and that ask for
     * one ({@code setRequiresGradient(true)}), and ends the recording.
     *
     * @param target one number, such as a loss
     * @throws IllegalArgumentException if it is more than one number
     * @throws IllegalStateException if it was not computed in this recording, or from no array that
     *     asks for a gradient; if backward was called before; if this is closed, or of another
     *     thread
     */
    @Override
    public void backward(NDArray target) {
        requireThread();
        require(!closed, "The recording is closed: call backward inside its try { … }");
        require(
                recording,
                "backward was called before in this recording: add up what gradients are wanted of,"
                        + " or record again");
        if (target.size() != 1) {
            throw new IllegalArgumentException(
                    "backward takes one number and got shape %s: add it up, as in backward(y.sum())"
                            .formatted(target.getShape()));
        }
        try {
            collector.backward(target);
        } catch (EngineException e) {
            if (!Gradients.haveNoHistory(e)) {
                throw e;
            }
            throw new IllegalStateException(
                    "backward finds nothing to go back through: compute the number while the recording"
                            + " is open, from an array after its setRequiresGradient(true)",
                    e);
        }
        end();
    }

    /** Sets all gradients to 0, as the beginning of each recording does. */
    @Override
    public void zeroGradients() {
        Gradients.clear();
    }

    private void end() {
        if (recording) {
            recording = false;
            collector.close();
            GradMode.off();
            temporaries.forgetMemory();
        }
    }

    /**
     * Ends the recording, and closes the arrays that were made in it.
     *
     * @throws IllegalStateException in another thread than that which began it
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        requireThread();
        closed = true;
        OPEN.remove();
        end();
        temporaries.close();
    }

    private void requireThread() {
        require(
                Thread.currentThread() == thread,
                "The recording belongs to the thread '%s': use and close it there"
                        .formatted(thread.getName()));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalStateException(message);
        }
    }
}
