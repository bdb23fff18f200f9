package ai.d2l.internal.engine;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.Map;
import java.util.WeakHashMap;

/** The parameters that a training changes: until its end no other one trains or replaces them. */
public final class InTraining implements AutoCloseable {

    private static final Map<Parameter, InTraining> ALL = new WeakHashMap<>();

    /**
     * Begins a training.
     *
     * @throws IllegalStateException if a parameter of the net is being trained already
     */
    public InTraining(Block net) {
        synchronized (ALL) {
            requireNone(net);
            net.getParameters().values().forEach(parameter -> ALL.put(parameter, this));
        }
    }

    /** Refuses a net that has a parameter in training. */
    static void requireNone(Block net) {
        synchronized (ALL) {
            if (net.getParameters().values().stream().anyMatch(ALL::containsKey)) {
                throw new IllegalStateException(
                        "The net is being trained: wait until that training has ended");
            }
        }
    }

    @Override
    public void close() {
        synchronized (ALL) {
            ALL.values().removeIf(training -> training == this);
        }
    }
}
