package ai.d2l.internal.draw;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
        double[] x = ends(axes.x(), axes.logX(), series.stream().map(Series::x));
        double[] y = ends(axes.y(), axes.logY(), series.stream().map(Series::y));
        int[] points = new int[CORNERS.size()];
        for (Series line : series) {
            for (int i = 0; i < line.x().length; i++) {
                double right = (on(line.x()[i], axes.logX()) - x[0]) / (x[1] - x[0]);
                double up = (on(line.y()[i], axes.logY()) - y[0]) / (y[1] - y[0]);
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

    private static double on(double value, boolean logarithmic) {
        return logarithmic ? Math.log(value) : value;
    }

    private static double[] ends(
            Optional<Axes.Range> range, boolean logarithmic, Stream<double[]> values) {
        if (range.isPresent()) {
            return new double[] {
                on(range.get().min(), logarithmic), on(range.get().max(), logarithmic)
            };
        }
        var summary =
                values.flatMapToDouble(DoubleStream::of)
                        .map(value -> on(value, logarithmic))
                        .filter(Double::isFinite)
                        .summaryStatistics();
        return new double[] {summary.getMin(), summary.getMax()};
    }
}
