import ai.d2l.FashionMnist;
import ai.d2l.Training;
import ai.djl.engine.Engine;
import ai.djl.training.dataset.Batch;

/** Our training loop in a plain program: TrainCh6 NETWORK EPOCHS BATCH LR. */
final class TrainCh6 {

    public static void main(String[] args) throws Exception {
        int epochs = Integer.parseInt(args[1]);
        int batch = Integer.parseInt(args[2]);
        double lr = Double.parseDouble(args[3]);
        try (var data = FashionMnist.load()) {
            Engine engine = Engine.getInstance();
            Report.versions(engine.getEngineName(), engine.getVersion());
            var report = new Report(data.trainLabels().size());
            var result =
                    Training.trainCh6(
                            Networks.byName(args[0]),
                            watched(data.trainIter(batch), report::startEpoch),
                            watched(data.testIter(batch), report::endEpoch),
                            epochs,
                            lr,
                            Training.tryGpu());
            Report.result(result.trainLoss(), result.trainAccuracy(), result.testAccuracy());
        }
    }

    /** Each pass over the training set is followed by one over the test set. */
    private static Iterable<Batch> watched(Iterable<Batch> minibatches, Runnable atStart) {
        return () -> {
            atStart.run();
            return minibatches.iterator();
        };
    }
}
