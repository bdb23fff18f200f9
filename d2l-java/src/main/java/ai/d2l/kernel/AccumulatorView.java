package ai.d2l.kernel;

import ai.d2l.Accumulator;
import ai.d2l.internal.notebook.Rendering;
import java.util.ArrayList;

/** Shows the sums of an accumulator. */
final class AccumulatorView {

    private AccumulatorView() {}

    /** An accumulator does not tell how many sums it has, but refuses to go beyond. */
    static Rendering of(Accumulator metric) {
        var sums = new ArrayList<Double>();
        try {
            while (true) {
                sums.add(metric.get(sums.size()));
            }
        } catch (IndexOutOfBoundsException e) {
            return Rendering.ofText("Accumulator " + sums);
        }
    }
}
