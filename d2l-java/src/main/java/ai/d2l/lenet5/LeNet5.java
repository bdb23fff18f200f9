package ai.d2l.lenet5;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.training.initializer.UniformInitializer;
import tech.tablesaw.api.Table;

/**
 * LeNet-5 as published: 60,000 trainable parameters, 340,908 connections.
 *
 * <pre>{@code
 * var config = new DefaultTrainingConfig(new MapLoss(1)).optOptimizer(sgd(Tracker.fixed(0.01f)));
 * var result = train(LeNet5.net(), config, data.trainIter(64), data.testIter(256), 6, tryGpu());
 * }</pre>
 *
 * <p>The net takes pictures of shape (batch, 1, 28, 28), 0 for paper and 1 for ink, or already
 * centred ones of 32 by 32. It gives the negative distance to the code of each class, shape (batch,
 * classes): as with any other classifier, the largest is the prediction. Source: LeCun et al. 1998,
 * section II.B.
 */
public final class LeNet5 {

    /** What a pixel of paper is to the net; ink is {@value #INK}. */
    public static final float PAPER = -0.1f;

    /** What a pixel of ink is to the net. */
    public static final float INK = 1.175f;

    private static final int SIDE = 32;
    private static final int PADDING = 2;
    private static final int WINDOW = 5;
    private static final int C5_UNITS = 120;

    private LeNet5() {}

    /** Returns the net with the bitmaps of the ten digits as its codes. */
    public static SequentialBlock net() {
        return net(Codes.digits());
    }

    /**
     * Returns the net with codes of your own.
     *
     * @param codes one for each class, all of one length, which is the number of units in F6; each
     *     component 1 or -1
     * @throws IllegalArgumentException if they are not
     */
    public static SequentialBlock net(float[][] codes) {
        var output = new RadialBasis(codes);
        return new SequentialBlock()
                .add(input())
                .add(convolution(6, WINDOW * WINDOW)) // C1
                .add(ScaledTanh.block())
                .add(new Subsampling()) // S2
                .add(ScaledTanh.block())
                .add(new PartialConvolution()) // C3
                .add(ScaledTanh.block())
                .add(new Subsampling()) // S4
                .add(ScaledTanh.block())
                .add(convolution(C5_UNITS, 16 * WINDOW * WINDOW)) // C5
                .add(ScaledTanh.block())
                .add(Blocks.batchFlattenBlock())
                .add(drawn(Linear.builder().setUnits(codes[0].length).build(), C5_UNITS)) // F6
                .add(ScaledTanh.block())
                .add(output)
                .addSingleton(NDArray::neg, "negative");
    }

    /**
     * Returns what each layer gives, how many parameters it has, and how many connections: a row
     * for each layer with parameters, and the sums.
     *
     * @param net with weights
     * @throws IllegalArgumentException if it has none yet
     */
    public static Table layers(SequentialBlock net) {
        if (!net.isInitialized()) {
            throw new IllegalArgumentException(
                    "The net has no weights yet: train it or call net.initialize(…) first");
        }
        return LayerTable.of(net, new Shape(1, 1, SIDE, SIDE));
    }

    /**
     * Returns how far from 0 the initial weights of a unit may lie: 2.4 over the number of its
     * inputs, Appendix A.
     */
    static float initialBound(int fanIn) {
        return 2.4f / fanIn;
    }

    private static Block convolution(int maps, int fanIn) {
        return drawn(
                Conv2d.builder().setFilters(maps).setKernelShape(new Shape(WINDOW, WINDOW)).build(),
                fanIn);
    }

    private static Block drawn(Block layer, int fanIn) {
        layer.setInitializer(new UniformInitializer(initialBound(fanIn)), parameter -> true);
        return layer;
    }

    private static Block input() {
        return LambdaBlock.singleton(LeNet5::centred, "input");
    }

    /** Scales pictures, and puts those of 28 by 28 into the middle of 32 by 32. */
    static NDArray centred(NDArray X) {
        Shape shape = X.getShape();
        boolean fits =
                shape.dimension() == 4
                        && shape.get(1) == 1
                        && isSide(shape.get(2))
                        && shape.get(2) == shape.get(3);
        if (!fits) {
            throw new IllegalArgumentException(
                    "LeNet-5 got an input of shape %s and needs (batch, 1, 28, 28) or (batch, 1, 32, 32)"
                            .formatted(shape));
        }
        // a convolution of one weight scales, adds, and has a frame of zeros put around before
        NDManager manager = X.getManager();
        NDArray weight = manager.full(new Shape(1, 1, 1, 1), INK - PAPER);
        NDArray bias = manager.full(new Shape(1), PAPER);
        long frame = (SIDE - shape.get(2)) / 2;
        return Conv2d.conv2d(X, weight, bias, new Shape(1, 1), new Shape(frame, frame))
                .singletonOrThrow();
    }

    private static boolean isSide(long size) {
        return size == SIDE || size == SIDE - 2 * PADDING;
    }
}
