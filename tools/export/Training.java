import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.nn.*;
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
        Seed.apply();
        var learner = new Learner(net, lr, device);
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
            double testAcc = learner.evaluate(testIter).acc();
            animator.add(epoch, train.loss(), train.acc(), testAcc);
            report = new TrainingReport(animator.toTable(), train, testAcc, speed, device);
            System.out.printf("epoch %d: %s%n", epoch, report);
        }
        animator.finish();
        return report;
    }
}
