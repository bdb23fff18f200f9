package ai.d2l.internal.engine;

import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives the weights of a net to one user at a time, in the order in which they ask.
 *
 * <p>While a minibatch is computed they belong to it ({@link Lending}), which a second minibatch
 * must not see. A turn lasts no longer than that. Nets that share layers take turns, too.
 */
public final class Turn {

    /** What is done with the weights. */
    @FunctionalInterface
    public interface Work<R, E extends Exception> {

        /** Does it. */
        R now() throws E;
    }

    /** DJL has one gradient collector for all threads where the engine is not asynchronous. */
    private static final Object COLLECTOR = new Object();

    /** Those whose turn it is, and behind them those who wait. */
    private static final List<Turn> QUEUE = new ArrayList<>();

    private final Thread user = Parallel.caller();
    private final Set<Object> wanted;

    private Turn(Block net) {
        wanted = new HashSet<>(net.getParameters().values()); // by identity: they have no equals
    }

    /**
     * Waits for the weights of a net, and does the work.
     *
     * @throws IllegalStateException if that would wait for itself: from inside of a block, a loss
     *     or an optimizer, of a net that is in use
     */
    public static <R, E extends Exception> R with(Block net, Work<R, E> work) throws E {
        return new Turn(net).await(work);
    }

    /** Waits until gradients can be collected, too. */
    public static <R, E extends Exception> R toTrain(Block net, Work<R, E> work) throws E {
        var turn = new Turn(net);
        if (!EngineSetup.isAsynchronous()) {
            turn.wanted.add(COLLECTOR);
        }
        return turn.await(work);
    }

    private <R, E extends Exception> R await(Work<R, E> work) throws E {
        begin();
        try {
            return work.now();
        } finally {
            end();
        }
    }

    private void begin() {
        boolean interrupted = false;
        synchronized (QUEUE) {
            boolean isInside = QUEUE.stream().anyMatch(turn -> turn.user == user);
            QUEUE.add(this);
            while (!isDue()) {
                if (isInside) { // who holds something never waits: nobody waits for each other
                    end();
                    throw new IllegalStateException(
                            "The net is in use and cannot be waited for from inside of a block, a"
                                    + " loss or an optimizer: evaluate, train, save or load it"
                                    + " outside of them");
                }
                try {
                    QUEUE.wait();
                } catch (InterruptedException e) {
                    interrupted = true; // a turn is short
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isDue() {
        return QUEUE.stream()
                .takeWhile(turn -> turn != this)
                .allMatch(turn -> Collections.disjoint(turn.wanted, wanted));
    }

    private void end() {
        synchronized (QUEUE) {
            QUEUE.remove(this);
            QUEUE.notifyAll();
        }
    }
}
