package ai.d2l.plot;

/** The words that go with curves. */
final class Texts {

    private Texts() {}

    /** Returns the state of the curves in one line. */
    static String line(Curves curves, double x, String progress) {
        String where =
                progress.isEmpty() ? "%s %s".formatted(curves.xLabel(), number(x)) : progress;
        return where + ": " + curves.newest();
    }

    /** Returns a number without decimals that say nothing: 3, 3.2. */
    static String number(double x) {
        return x == Math.rint(x) ? "%.0f".formatted(x) : "%.1f".formatted(x);
    }
}
