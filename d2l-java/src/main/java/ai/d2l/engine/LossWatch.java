package ai.d2l.engine;

/**
 * Says when a loss shows that a net does not learn.
 *
 * <p>Squashing functions keep a net that diverges from ever reaching infinity. So the mean loss is
 * also compared with that of the first examples; a single one says little about the others. A loss
 * that begins at 0 or below has no twice, and is not compared; nor is that of a net that has learnt
 * already, whose first examples may happen to be its best.
 */
final class LossWatch {

    /** A high rate may throw the loss up at first, and training recovers. */
    private static final int FIRST_JUMPS = 100;

    private static final int FIRST_EXAMPLES = 10;

    private final String advice;
    private final boolean fresh;
    private long minibatches;
    private long firstExamples;
    private double firstLosses;

    /**
     * Starts to watch.
     *
     * @param advice what to do about it, for the end of each message
     * @param fresh whether the net has learnt nothing yet
     */
    LossWatch(String advice, boolean fresh) {
        this.advice = advice;
        this.fresh = fresh;
    }

    /**
     * Takes note of the mean loss of the next minibatch.
     *
     * @param minibatch its number in this epoch, from 1
     * @throws ArithmeticException if the loss is not finite
     */
    void see(double loss, long examples, long minibatch) {
        if (!Double.isFinite(loss)) {
            throw new ArithmeticException(
                    "the loss became %s at minibatch %d%s".formatted(loss, minibatch, advice));
        }
        minibatches++;
        if (firstExamples < FIRST_EXAMPLES) {
            firstExamples += examples;
            firstLosses += loss * examples;
        }
    }

    /**
     * Looks at the mean loss of an epoch so far.
     *
     * @param minibatch how many minibatches it is the mean of
     * @throws ArithmeticException if there were a hundred minibatches in all, and it is still more
     *     than twice that of the first examples
     */
    void requireNoRise(double mean, long minibatch) {
        if (minibatches >= FIRST_JUMPS && hasRisen(mean)) {
            throw new ArithmeticException(risen(mean, minibatch));
        }
    }

    /** Returns what to say of the mean loss of the last epoch, empty if all is well. */
    String note(double mean, long minibatch) {
        return hasRisen(mean) ? "Note: " + risen(mean, minibatch) : "";
    }

    private boolean hasRisen(double mean) {
        return fresh && firstLosses > 0 && mean > 2 * firstLosses / firstExamples;
    }

    private String risen(double mean, long minibatch) {
        return "the loss is %.3f after %d minibatches, more than twice the %.3f of the first %d examples%s"
                .formatted(mean, minibatch, firstLosses / firstExamples, firstExamples, advice);
    }

    /** Returns the end of a message about the weights. */
    String advice() {
        return advice;
    }
}
