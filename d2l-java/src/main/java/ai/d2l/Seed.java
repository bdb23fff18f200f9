package ai.d2l;

import ai.d2l.internal.engine.EngineSetup;

/**
 * The one seed from which weights are drawn and minibatches are shuffled.
 *
 * <p>It is 0 unless the system property {@code d2l.seed} or {@link #set} says otherwise. {@link
 * Training#trainCh6} {@linkplain #apply() draws from it again}, and a {@link FashionMnist} that was
 * not given a seed of its own shuffles by it: the same seed, the same program, the same curve.
 */
public final class Seed {

    private static volatile int seed = asked();

    private Seed() {}

    private static int asked() {
        String text = System.getProperty("d2l.seed", "0").strip();
        try {
            return Integer.decode(text);
        } catch (NumberFormatException e) {
            System.err.printf(
                    "d2l-java: d2l.seed is '%s': it takes a whole number. It is 0.%n", text);
            return 0;
        }
    }

    /** Sets the seed for whatever is drawn or shuffled from now on. */
    public static void set(int seed) {
        Seed.seed = seed;
        apply();
    }

    /** Draws from the seed again, as if nothing had been drawn since it was set. */
    public static void apply() {
        EngineSetup.engine().setRandomSeed(seed);
    }

    /** Returns the seed. */
    public static int get() {
        return seed;
    }
}
