package ai.d2l;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/** Says once in a pass over a data set that its minibatches are not being closed. */
final class OpenMinibatches {

    private static final int MOST = 32;

    private final List<NDManager> open = new ArrayList<>();
    private boolean said;

    /** Takes note of the next minibatch, by its manager. */
    void add(NDManager minibatch) {
        if (said) {
            return;
        }
        open.removeIf(manager -> !manager.isOpen());
        open.add(minibatch);
        if (open.size() > MOST) {
            said = true;
            System.out.printf(
                    "%d minibatches of this pass are still open, and each holds memory outside of"
                            + " Java's heap: close them, as in try (batch) { … }%n",
                    open.size());
            open.clear();
        }
    }
}
