package ai.d2l.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.d2l.plot.CurveChart.Range;
import ai.d2l.plot.CurveChart.RightAxis;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler.LegendPosition;

class CurveChartTest {

    private static XYChart chart(double from, double to, RightAxis right) {
        var curves = new Curves("x", List.of("loss", "acc"));
        curves.add(1, from, 0.1);
        curves.add(2, to, 0.9);
        var range = Optional.of(new Range(0, 2));
        var axis = Optional.ofNullable(right);
        return new CurveChart("x", "y", range, Optional.empty(), false, axis).chart(curves, "");
    }

    @Test
    void givesEachCurveItsAxisAndTheUnseenPointThatOfTheFirst() {
        var series = chart(80, 9, new RightAxis("loss", List.of("loss"))).getSeriesMap();
        assertEquals(1, series.get("loss").getYAxisGroup());
        assertEquals(0, series.get("acc").getYAxisGroup());
        assertEquals(1, series.get(" ").getYAxisGroup());
    }

    @Test
    void putsTheLegendWhereItCoversNoCurve() {
        var axis = new RightAxis("loss", List.of("loss"));
        assertEquals(LegendPosition.OutsideS, chart(80, 9, axis).getStyler().getLegendPosition());
        assertEquals(LegendPosition.InsideNE, chart(2, 1, null).getStyler().getLegendPosition());
        assertEquals(LegendPosition.InsideSE, chart(1, 2, null).getStyler().getLegendPosition());
    }
}
