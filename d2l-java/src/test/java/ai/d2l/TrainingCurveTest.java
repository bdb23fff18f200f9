package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.SoftmaxCrossEntropyLoss;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrainingCurveTest {

    private static final Device CPU = Device.cpu();

    private final NDManager manager = EngineSetup.engine().newBaseManager(CPU);
    private final TrainingCurve curve = new TrainingCurve(2, CPU, Animator.builder().hidden());

    @AfterEach
    void close() {
        manager.close();
    }

    /** Is 10 for the first five minibatches, and 1 for the others. */
    private static final class Falling extends SoftmaxCrossEntropyLoss {

        private int number;

        @Override
        public NDArray evaluate(NDList labels, NDList predictions) {
            return super.evaluate(labels, predictions).mul(0).add(number++ < 5 ? 10 : 1);
        }
    }

    private TrainingReport train() {
        var config = new DefaultTrainingConfig(new Falling());
        return WithProperty.get(
                "d2l.shards",
                "1",
                () -> {
                    try (var learner = new Learner(ToyData.linear(), config, CPU)) {
                        var trainIter = ToyData.stripes(manager, 40, 4);
                        return Training.fit(learner, curve, trainIter, trainIter, 2);
                    }
                });
    }

    @Test
    void drawsTheLossSinceTheLastPoint() {
        train();
        var losses = curve.drawn().doubleColumn("train loss").asList();
        assertEquals(List.of(10.0, 10.0, 5.5, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0), losses);
    }

    @Test
    void tellsTheMeanOfTheEpoch() {
        var report = train();
        var losses = report.history().doubleColumn("train loss").asList();
        assertEquals(List.of(10.0, 10.0, 8.5), losses.subList(0, 3));
        assertEquals(5.5, losses.get(4));
        assertEquals(1, report.trainLoss());
        assertEquals(1, report.test().loss());
        assertEquals(report.test().get("acc"), report.testAccuracy());
    }

    @Test
    void saysWhereMinibatchesCameOnlyOnce() {
        Iterator<Batch> once = ToyData.stripes(manager, 40, 4).iterator();
        try (var learner = new Learner(ToyData.linear(), 0.1, CPU)) {
            var error =
                    assertThrows(
                            IllegalArgumentException.class,
                            () ->
                                    Training.fit(
                                            learner,
                                            curve,
                                            () -> once,
                                            ToyData.stripes(manager, 8, 4),
                                            2));
            assertEquals(
                    "trainIter is empty at pass 2: it takes minibatches that begin anew at each"
                            + " iterator(), as Minibatches.of(dataset) does",
                    error.getMessage());
        }
    }
}
