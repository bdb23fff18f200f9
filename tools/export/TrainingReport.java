import ai.djl.Device;
import java.util.*;
import tech.tablesaw.api.*;

/** What a training came to: a row for each epoch, and the last figures. */
record TrainingReport(
        Table history, Means train, Means test, double examplesPerSecond, Device device) {
    double trainLoss() {
        return train.loss();
    }

    double trainAccuracy() {
        return train.acc();
    }

    double testAccuracy() {
        return test.acc();
    }

    Map<String, Double> figures() {
        var figures = new LinkedHashMap<String, Double>();
        figures.put("train loss", train.loss());
        figures.put("train acc", train.acc());
        figures.put("test acc", test.acc());
        return figures;
    }

    @Override
    public String toString() {
        return "loss %.3f, train acc %.3f, test acc %.3f%n%.1f examples/sec on %s"
                .formatted(train.loss(), train.acc(), test.acc(), examplesPerSecond, device);
    }
}
