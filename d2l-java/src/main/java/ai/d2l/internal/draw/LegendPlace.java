package ai.d2l.internal.draw;

import ai.d2l.internal.draw.Axes.Axis;
import ai.d2l.internal.draw.Axes.Range;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.style.Styler.LegendPosition;

/**
 * Finds the corner of a panel in which a legend covers the fewest points; a long one goes beside.
 */
final class LegendPlace {

    private static final int MOST_INSIDE = 4;
    private static final double WIDTH = 0.35;
    private static final double HEIGHT = 0.45;

    private static final List<LegendPosition> CORNERS =
            List.of(
                    LegendPosition.InsideNE,
                    LegendPosition.InsideSE,
                    LegendPosition.InsideNW,
                    LegendPosition.InsideSW);

    private LegendPlace() {}

    static LegendPosition of(Axes axes, List<Series> series) {
        if (series.size() > MOST_INSIDE) {
            return LegendPosition.OutsideE;
        }
        Range x = ends(axes.x(), series.stream().map(Series::x));
        Range y = ends(axes.y(), series.stream().map(Series::y));
        int[] points = new int[CORNERS.size()];
        for (Series line : series) {
            for (int i = 0; i < line.x().length; i++) {
                double right = (axes.x().place(line.x()[i]) - x.min()) / (x.max() - x.min());
                double up = (axes.y().place(line.y()[i]) - y.min()) / (y.max() - y.min());
                count(points, right, up);
            }
        }
        return IntStream.range(0, points.length)
                .boxed()
                .min(Comparator.comparing(corner -> points[corner]))
                .map(CORNERS::get)
                .orElseThrow();
    }

    private static void count(int[] points, double right, double up) {
        points[0] += right > 1 - WIDTH && up > 1 - HEIGHT ? 1 : 0;
        points[1] += right > 1 - WIDTH && up < HEIGHT ? 1 : 0;
        points[2] += right < WIDTH && up > 1 - HEIGHT ? 1 : 0;
        points[3] += right < WIDTH && up < HEIGHT ? 1 : 0;
    }

    private static Range ends(Axis axis, Stream<double[]> values) {
        if (axis.range().isPresent()) {
            Range range = axis.range().get();
            return new Range(axis.place(range.min()), axis.place(range.max()));
        }
        var summary =
                values.flatMapToDouble(DoubleStream::of)
                        .map(axis::place)
                        .filter(Double::isFinite)
                        .summaryStatistics();
        return new Range(summary.getMin(), summary.getMax());
    }
}
