package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingLogTest {

    private final TrainingLog log = new TrainingLog(2, Device.cpu(), Animator.builder().hidden());

    /** Ten minibatches an epoch; the first five of all have a loss of 10, the others one of 1. */
    private void train() {
        try (var manager = NDManager.newBaseManager()) {
            for (int epoch = 0; epoch < 2; epoch++) {
                log.startEpoch(epoch);
                int number = 0;
                for (Batch batch : ToyData.stripes(manager, 40, 4)) {
                    log.minibatch(batch);
                    log.metric().add(4 * (epoch == 0 && number++ < 5 ? 10 : 1), 2, 4);
                    log.drawIfDue();
                    batch.close();
                }
                var test = new Accumulator(3);
                test.add(0, 3, 4);
                log.endEpoch(test);
            }
        }
    }

    @Test
    void drawsTheLossSinceTheLastPoint() {
        train();
        var losses = log.drawn().doubleColumn("train loss").asList();
        assertEquals(List.of(10.0, 10.0, 5.5, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0), losses);
    }

    @Test
    void tellsTheMeanOfTheEpoch() {
        train();
        var losses = log.result().history().doubleColumn("train loss").asList();
        assertEquals(List.of(10.0, 10.0, 8.5), losses.subList(0, 3));
        assertEquals(5.5, losses.get(4));
        assertEquals(1, log.result().trainLoss());
        assertEquals(0.75, log.result().testAccuracy());
    }
}
