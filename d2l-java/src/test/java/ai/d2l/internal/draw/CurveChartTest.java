package ai.d2l.internal.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.d2l.internal.draw.CurveChart.OwnPanel;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CurveChartTest {

    private final Axes axes =
            new Axes(new Axes.Axis("x", "epoch").spanning(0, 2), new Axes.Axis("y", "accuracy"));
    private final Curves curves = new Curves("epoch", List.of("loss", "acc"));

    private List<Panel> panels(OwnPanel own) {
        curves.add(1, 80, 0.1);
        return new CurveChart(axes, Optional.ofNullable(own)).figure(curves, "").panels();
    }

    @Test
    void drawsCurvesOfAnotherSizeInAPanelAbove() {
        var panels = panels(new OwnPanel("loss", List.of("loss")));
        assertEquals(List.of("loss"), names(panels.get(0)));
        assertEquals("loss", panels.get(0).axes().y().label());
        assertEquals(List.of("acc"), names(panels.get(1)));
        assertEquals(1, panels.get(1).firstStyle());
    }

    @Test
    void drawsAllInOnePanelOtherwise() {
        assertEquals(1, panels(null).size());
        assertEquals(1, panels(new OwnPanel("all", List.of("loss", "acc"))).size());
    }

    private static List<String> names(Panel panel) {
        return panel.series().stream().map(Series::name).toList();
    }
}
