import ai.djl.Device;
import tech.tablesaw.api.*;

/** What a training came to: a row for each epoch, and the last figures. */
record TrainingReport(
        Table history, Means train, double testAccuracy, double examplesPerSecond, Device device) {
    @Override
    public String toString() {
        return "loss %.3f, train acc %.3f, test acc %.3f%n%.1f examples/sec on %s"
                .formatted(train.loss(), train.acc(), testAccuracy, examplesPerSecond, device);
    }
}
