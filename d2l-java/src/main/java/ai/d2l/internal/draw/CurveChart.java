package ai.d2l.internal.draw;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How curves become a picture.
 *
 * @param own a panel above for those curves whose values are of another size, empty if there are
 *     none
 */
public record CurveChart(Axes axes, Optional<OwnPanel> own) {

    /** The name of a panel's y axis, and the names of the curves in it. */
    public record OwnPanel(String yLabel, List<String> curves) {}

    /** Returns the curves as they are now. */
    public Figure figure(Curves curves, String title) {
        var above = new ArrayList<Series>();
        var below = new ArrayList<Series>();
        for (int i = 0; i < curves.names().size(); i++) {
            boolean apart = own.isPresent() && own.get().curves().contains(curves.names().get(i));
            (apart ? above : below).add(curves.series(i));
        }
        var panels = new ArrayList<Panel>();
        if (!above.isEmpty()) {
            var ownAxes = axes.withY(own.get().yLabel(), Optional.empty(), false);
            panels.add(new Panel(ownAxes, above, 0));
        }
        if (!below.isEmpty()) {
            panels.add(new Panel(axes, below, above.size()));
        }
        return new Figure(title, panels);
    }
}
