import ai.d2l.internal.data.DataFolder;
import ai.d2l.internal.data.IdxSet;
import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.metric.Metrics;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.TrainingResult;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import java.io.IOException;

/** DJL's own training loop as it comes: FitEasyTrain NETWORK EPOCHS BATCH LR. */
final class FitEasyTrain {

    public static void main(String[] args) throws Exception {
        int epochs = Integer.parseInt(args[1]);
        int batch = Integer.parseInt(args[2]);
        float lr = Float.parseFloat(args[3]);
        var folder = DataFolder.find(null, System.out::println);
        Engine engine = Engine.getInstance();
        Report.versions(engine.getEngineName(), engine.getVersion());
        engine.setRandomSeed(0);
        var config =
                new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                        .optDevices(new Device[] {Device.cpu()})
                        .optInitializer(
                                new XavierInitializer(
                                        XavierInitializer.RandomType.UNIFORM,
                                        XavierInitializer.FactorType.AVG,
                                        3),
                                Parameter.Type.WEIGHT)
                        .optOptimizer(
                                Optimizer.sgd().setLearningRateTracker(Tracker.fixed(lr)).build())
                        .addEvaluator(new Accuracy())
                        .addTrainingListeners(TrainingListener.Defaults.basic());
        try (var model = Model.newInstance(args[0])) {
            model.setBlock(Networks.byName(args[0]));
            NDManager manager = model.getNDManager();
            IdxSet train = folder.train();
            var report = new Report(train.count());
            try (var trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(batch, 1, train.rows(), train.columns()));
                trainer.setMetrics(new Metrics());
                EasyTrain.fit(
                        trainer,
                        epochs,
                        watched(dataset(manager, train, batch, true), report::startEpoch),
                        watched(dataset(manager, folder.test(), batch, false), report::endEpoch));
                TrainingResult result = trainer.getTrainingResult();
                Report.result(
                        result.getTrainLoss(),
                        result.getTrainEvaluation("Accuracy"),
                        result.getValidateEvaluation("Accuracy"));
            }
        }
    }

    private static RandomAccessDataset dataset(
            NDManager manager, IdxSet set, int batch, boolean shuffled) {
        var shape = new Shape(set.count(), 1, set.rows(), set.columns());
        int[] labels = new int[set.count()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = set.labels()[i] & 0xff;
        }
        try (NDArray bytes = manager.create(shape, DataType.UINT8)) {
            bytes.set(set.images());
            NDArray images = bytes.toType(DataType.FLOAT32, true).divi(255);
            return new ArrayDataset.Builder()
                    .setData(images)
                    .optLabels(manager.create(labels))
                    .setSampling(batch, shuffled)
                    .build();
        }
    }

    /** Each pass over the training set is followed by one over the test set. */
    private static Dataset watched(Dataset dataset, Runnable atStart) {
        return new Dataset() {
            @Override
            public Iterable<Batch> getData(NDManager manager)
                    throws IOException, TranslateException {
                atStart.run();
                return dataset.getData(manager);
            }

            @Override
            public void prepare(ai.djl.util.Progress progress)
                    throws IOException, TranslateException {
                dataset.prepare(progress);
            }
        };
    }
}
