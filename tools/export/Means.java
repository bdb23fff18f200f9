/** The mean loss of a pass, the share of correct predictions, and over how many examples. */
record Means(double loss, double acc, long examples) {
    @Override
    public String toString() {
        return "loss %.3f, train acc %.3f".formatted(loss, acc);
    }
}
