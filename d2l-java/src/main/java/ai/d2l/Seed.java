package ai.d2l;

import ai.d2l.engine.EngineSetup;

/**
 * The one seed from which weights are drawn and minibatches are shuffled.
 *
 * <p>It is 0 unless the system property {@code d2l.seed} or {@link #set} says otherwise. {@link
 * Training#trainCh6} starts the engine's random numbers from it, and a {@link FashionMnist} that
 * was not given a seed of its own shuffles by it: the same seed, the same program, the same curve.
 */
public final class Seed {

    private static volatile int seed = Integer.getInteger("d2l.seed", 0);

    private Seed() {}

    /** Sets the seed for whatever is drawn or shuffled from now on. */
    public static void set(int seed) {
        Seed.seed = seed;
        EngineSetup.engine().setRandomSeed(seed);
    }

    /** Returns the seed. */
    public static int get() {
        return seed;
    }
}
