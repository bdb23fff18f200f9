/** The mean loss of a pass, the share of correct predictions, and over how many examples. */
record Means(double loss, double acc, long examples) {
    double get(String metric) {
        return acc;
    }
}
