package ai.d2l.plot;

/** Prints one line whenever every curve has a value at a whole x, such as the end of an epoch. */
final class TextCurveView implements CurveView {

    private double printedUpTo = Double.NEGATIVE_INFINITY;

    @Override
    public void show(Curves curves, double x, String progress) {
        if (x == Math.rint(x) && curves.isComplete(x)) {
            print(curves, x, progress);
        }
    }

    @Override
    public void finish(Curves curves, double x) {
        print(curves, x, "");
    }

    private void print(Curves curves, double x, String progress) {
        if (x > printedUpTo) {
            printedUpTo = x;
            System.out.println(Texts.line(curves, x, progress));
        }
    }
}
