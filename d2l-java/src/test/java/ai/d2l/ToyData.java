package ai.d2l;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.OptionalLong;
import java.util.Random;

/** Small data sets of which the right answers are known. */
public final class ToyData {

    /** How many classes the pictures of {@link #stripes} have. */
    public static final int CLASSES = 4;

    private ToyData() {}

    /** Noisy pictures of 4 by 4; in those of class k row k is bright. A linear net tells them. */
    public static Minibatches stripes(NDManager manager, int examples, int batchSize) {
        var random = new Random(7);
        var pixels = new byte[examples * CLASSES * CLASSES];
        var labels = new int[examples];
        for (int i = 0; i < examples; i++) {
            labels[i] = random.nextInt(CLASSES);
            for (int p = 0; p < CLASSES * CLASSES; p++) {
                int light = p / CLASSES == labels[i] ? 120 : 0;
                pixels[i * CLASSES * CLASSES + p] = (byte) (light + random.nextInt(120));
            }
        }
        var shape = new Shape(examples, 1, CLASSES, CLASSES);
        return minibatches(manager, pixels, shape, labels, batchSize, OptionalLong.of(1));
    }

    /** A linear classifier for {@link #stripes}. */
    public static SequentialBlock linear() {
        return new SequentialBlock()
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(CLASSES).build());
    }

    /** A layer of so many outputs, for rows of numbers. */
    static SequentialBlock linear(int units) {
        return new SequentialBlock().add(Linear.builder().setUnits(units).build());
    }

    /** Plain gradient descent. */
    static DefaultTrainingConfig config(Loss loss, double lr) {
        return new DefaultTrainingConfig(loss)
                .optOptimizer(
                        Optimizer.sgd().setLearningRateTracker(Tracker.fixed((float) lr)).build());
    }

    /** Pictures that are the scores themselves: a flatten block predicts what is asked for. */
    public static Minibatches predicting(
            NDManager manager, int classes, int[] predicted, int[] labels, int batchSize) {
        var pixels = new byte[predicted.length * classes];
        for (int i = 0; i < predicted.length; i++) {
            pixels[i * classes + predicted[i]] = (byte) 255;
        }
        var shape = new Shape(predicted.length, 1, 1, classes);
        return minibatches(manager, pixels, shape, labels, batchSize, OptionalLong.empty());
    }

    private static Minibatches minibatches(
            NDManager manager,
            byte[] pixels,
            Shape shape,
            int[] labels,
            int batchSize,
            OptionalLong seed) {
        NDArray images = manager.create(shape, DataType.UINT8);
        images.set(pixels);
        return new Minibatches(manager, images, manager.create(labels), batchSize, seed);
    }
}
