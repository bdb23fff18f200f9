import ai.djl.engine.Engine;

/** The seed that weights are drawn from and minibatches are shuffled by. */
final class Seed {
    static int seed;

    static void set(int seed) {
        Seed.seed = seed;
        apply();
    }

    static int get() {
        return seed;
    }

    static void apply() {
        Engine.getInstance().setRandomSeed(seed);
    }
}
