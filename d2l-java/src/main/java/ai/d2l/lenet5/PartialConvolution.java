package ai.d2l.lenet5;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution whose maps each see only some of the maps before it: layer C3.
 *
 * <p>Takes (batch, 6, height, width), gives (batch, 16, height - 4, width - 4). There is one 5×5
 * kernel for each connection of {@link #TABLE_I}, 60 in all, and one bias for each map: 1,516
 * parameters. The kernels are put into their places among zeros, and the engine convolves as usual.
 * Source: LeCun et al. 1998, section II.B, layer C3, and Table I.
 */
public final class PartialConvolution extends AbstractBlock {

    /** Which of the 6 maps before it each of the 16 maps sees. */
    public static final List<List<Integer>> TABLE_I =
            List.of(
                    List.of(0, 1, 2),
                    List.of(1, 2, 3),
                    List.of(2, 3, 4),
                    List.of(3, 4, 5),
                    List.of(0, 4, 5),
                    List.of(0, 1, 5),
                    List.of(0, 1, 2, 3),
                    List.of(1, 2, 3, 4),
                    List.of(2, 3, 4, 5),
                    List.of(0, 3, 4, 5),
                    List.of(0, 1, 4, 5),
                    List.of(0, 1, 2, 5),
                    List.of(0, 1, 3, 4),
                    List.of(1, 2, 4, 5),
                    List.of(0, 2, 3, 5),
                    List.of(0, 1, 2, 3, 4, 5));

    private static final int INPUT_MAPS = 6;
    private static final int MAPS = TABLE_I.size();
    private static final int KERNELS = TABLE_I.stream().mapToInt(List::size).sum();
    private static final int WINDOW = 5;
    private static final int WEIGHTS = WINDOW * WINDOW;

    private final Parameter kernels =
            addParameter(
                    Parameter.builder()
                            .setName("kernels")
                            .setType(Parameter.Type.OTHER)
                            .optInitializer(PartialConvolution::drawKernels)
                            .optShape(new Shape(KERNELS, WEIGHTS))
                            .build());
    private final Parameter bias =
            addParameter(
                    Parameter.builder()
                            .setName("bias")
                            .setType(Parameter.Type.OTHER)
                            .optInitializer(PartialConvolution::drawBiases)
                            .optShape(new Shape(MAPS))
                            .build());
    private final Parameter places =
            addParameter(
                    Parameter.builder()
                            .setName("places")
                            .setType(Parameter.Type.OTHER)
                            .optInitializer(PartialConvolution::places)
                            .optShape(new Shape(MAPS * INPUT_MAPS, KERNELS))
                            .optRequiresGrad(false)
                            .build());

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        NDArray weight =
                inPlace(
                        store.getValue(kernels, x.getDevice(), training),
                        store.getValue(places, x.getDevice(), training));
        return Conv2d.conv2d(x, weight, store.getValue(bias, x.getDevice(), training));
    }

    /**
     * Returns the weights of a full convolution, shape (16, 6, 5, 5), zero where Table I has no
     * connection.
     */
    static NDArray inPlace(NDArray kernels, NDArray places) {
        return places.matMul(kernels).reshape(MAPS, INPUT_MAPS, WINDOW, WINDOW);
    }

    private static NDArray places(NDManager manager, Shape shape, DataType type) {
        var values = new float[MAPS * INPUT_MAPS * KERNELS];
        int kernel = 0;
        for (int map = 0; map < MAPS; map++) {
            for (int input : TABLE_I.get(map)) {
                values[(map * INPUT_MAPS + input) * KERNELS + kernel++] = 1;
            }
        }
        return manager.create(values, shape);
    }

    private static NDArray drawKernels(NDManager manager, Shape shape, DataType type) {
        var bounds = new float[KERNELS];
        int kernel = 0;
        for (List<Integer> inputs : TABLE_I) {
            Arrays.fill(bounds, kernel, kernel += inputs.size(), bound(inputs));
        }
        return draw(manager, shape, type, bounds, new Shape(KERNELS, 1));
    }

    private static NDArray drawBiases(NDManager manager, Shape shape, DataType type) {
        var bounds = new float[MAPS];
        for (int map = 0; map < MAPS; map++) {
            bounds[map] = bound(TABLE_I.get(map));
        }
        return draw(manager, shape, type, bounds, shape);
    }

    private static float bound(List<Integer> inputs) {
        return LeNet5.initialBound(inputs.size() * WEIGHTS);
    }

    private static NDArray draw(
            NDManager manager, Shape shape, DataType type, float[] bounds, Shape boundsShape) {
        try (NDArray unit = manager.randomUniform(-1, 1, shape, type);
                NDArray factors = manager.create(bounds, boundsShape)) {
            return unit.mul(factors);
        }
    }

    /**
     * Returns the shape of the 16 maps.
     *
     * @throws IllegalArgumentException if the input does not have 6 maps of at least 5 by 5
     */
    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape x = inputShapes[0];
        boolean fits =
                x.dimension() == 4
                        && x.get(1) == INPUT_MAPS
                        && x.get(2) >= WINDOW
                        && x.get(3) >= WINDOW;
        if (!fits) {
            throw new IllegalArgumentException(
                    "PartialConvolution got an input of shape %s and needs (batch, %d, height, width), at least %d by %d"
                            .formatted(x, INPUT_MAPS, WINDOW, WINDOW));
        }
        return new Shape[] {
            new Shape(x.get(0), MAPS, x.get(2) - WINDOW + 1, x.get(3) - WINDOW + 1)
        };
    }
}
