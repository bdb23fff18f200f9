import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.nn.*;
import ai.djl.training.TrainingConfig;
import ai.djl.training.dataset.Batch;

/** Trains and measures nets: the loops of the chapter. */
class Training {
    Device tryGpu() {
        return Engine.getInstance().getGpuCount() > 0 ? Device.gpu() : Device.cpu();
    }

    double evaluateAccuracyGpu(Block net, Iterable<Batch> dataIter, Device device) {
        return new Learner(net, 0, device).evaluate(dataIter).acc();
    }

    TrainingReport trainCh6(
            Block net,
            Iterable<Batch> trainIter,
            Iterable<Batch> testIter,
            int numEpochs,
            double lr,
            Device device) {
        return train(net, Learner.config(lr), trainIter, testIter, numEpochs, device);
    }

    TrainingReport train(
            Block net,
            TrainingConfig config,
            Iterable<Batch> trainIter,
            Iterable<Batch> testIter,
            int numEpochs,
            Device device) {
        return fit(new Learner(net, config, device), trainIter, testIter, numEpochs, device, true);
    }

    TrainingReport continueTraining(
            Block net,
            TrainingConfig config,
            Iterable<Batch> trainIter,
            Iterable<Batch> testIter,
            int numEpochs,
            Device device) {
        var learner = Learner.goingOn(net, config, device);
        return fit(learner, trainIter, testIter, numEpochs, device, true);
    }

    TrainingReport trainQuietly(
            Block net,
            TrainingConfig config,
            Iterable<Batch> trainIter,
            Iterable<Batch> testIter,
            int numEpochs,
            Device device) {
        return fit(new Learner(net, config, device), trainIter, testIter, numEpochs, device, false);
    }

    private TrainingReport fit(
            Learner learner,
            Iterable<Batch> trainIter,
            Iterable<Batch> testIter,
            int numEpochs,
            Device device,
            boolean isShown) {
        Seed.apply();
        var animator = Animator.builder().setLegend("train loss", "train acc", "test acc");
        animator.optXLabel("epoch").optXLim(0, numEpochs);
        TrainingReport report = null;
        for (int epoch = 1; epoch <= numEpochs; epoch++) {
            long start = System.nanoTime();
            for (Batch batch : learner.pass(trainIter)) {
                learner.train(batch); // forward, loss, backward, update
            }
            Means train = learner.means();
            double speed = train.examples() * 1e9 / (System.nanoTime() - start);
            Means test = learner.evaluate(testIter);
            animator.add(epoch, train.loss(), train.acc(), test.acc());
            report = new TrainingReport(animator.toTable(), train, test, speed, device);
            if (isShown) {
                System.out.printf("epoch %d: %s%n", epoch, report);
            }
        }
        if (isShown) {
            animator.finish();
        }
        return report;
    }
}
