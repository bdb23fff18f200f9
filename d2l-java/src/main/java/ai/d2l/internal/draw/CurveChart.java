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

    /** Returns whether a curve is drawn in the panel above. */
    public boolean isApart(String curve) {
        return own.isPresent() && own.get().curves().contains(curve);
    }

    /** Returns the curves as they are now. */
    public Figure figure(Curves curves, String title) {
        var above = new ArrayList<Series>();
        var below = new ArrayList<Series>();
        for (int i = 0; i < curves.names().size(); i++) {
            (isApart(curves.names().get(i)) ? above : below).add(curves.series(i));
        }
        var panels = new ArrayList<Panel>();
        if (!above.isEmpty()) {
            var y = new Axes.Axis("y", own.get().yLabel());
            panels.add(new Panel(new Axes(axes.x(), y), above, 0));
        }
        if (!below.isEmpty()) {
            panels.add(new Panel(axes, below, above.size()));
        }
        return new Figure(title, panels);
    }
}
