package ai.d2l.view;

import ai.d2l.Accumulator;
import java.util.ArrayList;

/** Shows the sums of an accumulator. */
public final class AccumulatorView {

    private AccumulatorView() {}

    /** An accumulator does not tell how many sums it has, but refuses to go beyond. */
    public static Rich of(Accumulator metric) {
        var sums = new ArrayList<Double>();
        try {
            while (true) {
                sums.add(metric.get(sums.size()));
            }
        } catch (IndexOutOfBoundsException e) {
            return Rich.ofText("Accumulator " + sums);
        }
    }
}
