import ai.d2l.lenet5.LeNet5;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;

/** The networks in Java; each entry makes a fresh one. */
final class Networks {

    private Networks() {}

    static Block byName(String name) {
        return switch (name) {
            case "lenet" -> lenet();
            case "lenet5" -> LeNet5.net();
            default -> throw new IllegalArgumentException("There is no network " + name);
        };
    }

    /** The simplified LeNet of the chapters. */
    private static Block lenet() {
        return new SequentialBlock()
                .add(
                        Conv2d.builder()
                                .setFilters(6)
                                .setKernelShape(new Shape(5, 5))
                                .optPadding(new Shape(2, 2))
                                .build())
                .add(Activation.sigmoidBlock())
                .add(Pool.avgPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                .add(Conv2d.builder().setFilters(16).setKernelShape(new Shape(5, 5)).build())
                .add(Activation.sigmoidBlock())
                .add(Pool.avgPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(120).build())
                .add(Activation.sigmoidBlock())
                .add(Linear.builder().setUnits(84).build())
                .add(Activation.sigmoidBlock())
                .add(Linear.builder().setUnits(10).build());
    }
}
