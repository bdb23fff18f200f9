package ai.d2l;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Accuracy and perplexity: counted in Java, since scores are few and comparing them with the labels
 * costs less here than as a chain of operators in the engine.
 */
record ClassMetric(String name) implements Metric {

    @Override
    public double sum(NDList y, NDList yHat) {
        NDArray output = Labels.requireScores(y.head(), yHat);
        long[] labels = Labels.classNumbers(y.head(), output);
        int classes = Math.toIntExact(Labels.last(output));
        float[] scores = output.toFloatArray();
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            int from = i * classes;
            int label = (int) labels[i];
            if (name.equals("acc")) {
                sum += Labels.largest(scores, from, classes) == label ? 1 : 0;
            } else {
                sum += crossEntropy(scores, from, classes, label);
            }
        }
        return sum / (labels.length / y.head().getShape().get(0)); // labels of one example
    }

    private static double crossEntropy(float[] scores, int from, int classes, int label) {
        double largest = scores[from + Labels.largest(scores, from, classes)];
        double sum = 0;
        for (int i = from; i < from + classes; i++) {
            sum += Math.exp(scores[i] - largest);
        }
        return Math.log(sum) + largest - scores[from + label];
    }

    @Override
    public double of(double mean) {
        return name.equals("acc") ? mean : Math.exp(mean);
    }
}
