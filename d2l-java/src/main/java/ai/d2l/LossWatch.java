package ai.d2l;

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
    private long epoch;
    private long minibatch;
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
     * @param first whether it is the first of its epoch
     * @throws ArithmeticException if the loss is not finite
     */
    void see(double loss, long examples, boolean first) {
        epoch += first ? 1 : 0;
        minibatch = first ? 1 : minibatch + 1;
        minibatches++;
        if (!Double.isFinite(loss)) {
            throw new ArithmeticException(
                    place() + (minibatches == 1 ? spoilt(loss) : became(loss)));
        }
        if (firstExamples < FIRST_EXAMPLES) {
            firstExamples += examples;
            firstLosses += loss * examples;
        }
    }

    /** No step was taken before this loss, so the learning rate has no part in it. */
    private String spoilt(double loss) {
        return "the loss is %s at minibatch 1, before the first step: look at the layers, such as a Dropout of rate 1, at the initializers and the loss function, and not at the learning rate"
                .formatted(loss);
    }

    private String became(double loss) {
        return "the loss became %s at minibatch %d%s".formatted(loss, minibatch, advice);
    }

    /**
     * Looks at a weight, or a sum of weights.
     *
     * @throws ArithmeticException if it is not finite
     */
    void seeWeight(double weight) {
        if (!Double.isFinite(weight)) {
            throw new ArithmeticException(
                    "%sa weight became %s by minibatch %d%s"
                            .formatted(place(), weight, minibatch, advice));
        }
    }

    /**
     * Looks at the mean loss of an epoch so far.
     *
     * @throws ArithmeticException if there were a hundred minibatches in all, and it is still more
     *     than twice that of the first examples
     */
    void requireNoRise(double mean) {
        if (minibatches >= FIRST_JUMPS && hasRisen(mean)) {
            throw new ArithmeticException(place() + risen(mean));
        }
    }

    /** Returns what to say of the mean loss of the last epoch, empty if all is well. */
    String note(double mean) {
        return hasRisen(mean) ? "Note: in epoch %d ".formatted(epoch) + risen(mean) : "";
    }

    private boolean hasRisen(double mean) {
        return fresh && firstLosses > 0 && mean > 2 * firstLosses / firstExamples;
    }

    /** The curve may fall all the same, from where the first steps have thrown the loss. */
    private String risen(double mean) {
        return "the loss is %.3f (mean of %d minibatches) and began at %.3f (mean of %d examples)%s"
                .formatted(mean, minibatch, firstLosses / firstExamples, firstExamples, advice);
    }

    private String place() {
        return "In epoch %d ".formatted(epoch);
    }
}
