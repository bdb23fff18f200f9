package ai.d2l;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The means over the examples of a pass: that of the loss, and of each {@link Metric}. */
public final class Means {

    /** Those of no example. */
    static final Means NONE = new Means(List.of(), 0, new double[0], 0);

    private final List<Metric> metrics;
    private final double losses;
    private final double[] sums;
    private final long examples;

    /** Takes the sums over so many examples: of the loss, and of each metric in their order. */
    Means(List<Metric> metrics, double losses, double[] sums, long examples) {
        this.metrics = metrics;
        this.losses = losses;
        this.sums = sums;
        this.examples = examples;
    }

    /** Returns the mean loss; NaN where there was no example, or no loss was computed. */
    public double loss() {
        return losses / examples;
    }

    /**
     * Returns the mean of a metric; NaN where there was no example.
     *
     * @param metric its name, such as {@code acc}
     * @throws IllegalArgumentException if it was not measured, naming those that were
     */
    public double get(String metric) {
        if (!names().contains(metric)) {
            throw new IllegalArgumentException(
                    "'%s' was not measured beside the loss, but %s: give it to the Learner, or to the config as an evaluator"
                            .formatted(metric, names().isEmpty() ? "nothing" : names()));
        }
        return of(metric);
    }

    /** Returns the same, NaN also where it was not measured. */
    double of(String metric) {
        int i = names().indexOf(metric);
        return i < 0 ? Double.NaN : metrics.get(i).told().applyAsDouble(sums[i] / examples);
    }

    /** Returns the names of the metrics. */
    public List<String> names() {
        return metrics.stream().map(Metric::name).toList();
    }

    /** Returns over how many examples these are the means. */
    public long examples() {
        return examples;
    }

    /** Returns the means over the examples that came after others of the same pass. */
    Means since(Means before) {
        if (before.examples == 0) {
            return this;
        }
        var rest = new double[sums.length];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = sums[i] - before.sums[i];
        }
        return new Means(metrics, losses - before.losses, rest, examples - before.examples);
    }

    /**
     * Returns what is told of a training: the loss, and what was measured beside it or else the
     * loss on the test set.
     *
     * @param test null where there are none, nor values of them
     */
    static Map<String, Double> figures(Means train, Means test) {
        var figures = new LinkedHashMap<String, Double>();
        figures.put("train loss", train.loss());
        if (train.metrics.isEmpty()) {
            figures.put("test loss", test == null ? null : test.loss());
        }
        for (String name : train.names()) {
            figures.put("train " + name, train.of(name));
            figures.put("test " + name, test == null ? null : test.of(name));
        }
        return figures;
    }

    @Override
    public String toString() {
        String others =
                names().stream()
                        .map(name -> ", %s %.3f".formatted(name, of(name)))
                        .collect(Collectors.joining());
        String loss = Double.isNaN(losses) ? "" : ", loss %.3f".formatted(loss());
        return "%s of %,d examples".formatted((loss + others).replaceFirst("^, ", ""), examples);
    }
}
