package ai.d2l.lenet5;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.UniformInitializer;
import ai.djl.util.PairList;

/**
 * A subsampling layer that learns: the four values of each 2×2 patch are added, multiplied by one
 * coefficient and given one bias, both of the map's own.
 *
 * <p>Takes (batch, channels, height, width) with even height and width, gives (batch, channels,
 * height / 2, width / 2). What comes out is not squashed yet. Source: LeCun et al. 1998, section
 * II.B, layer S2.
 */
public final class Subsampling extends AbstractBlock {

    static final int PATCH_SIZE = 4;

    private final Parameter coefficient = addParameter(parameter("coefficient"));
    private final Parameter bias = addParameter(parameter("bias"));

    private static Parameter parameter(String name) {
        // four inputs come to a unit: Appendix A
        return Parameter.builder()
                .setName(name)
                .setType(Parameter.Type.OTHER)
                .optInitializer(new UniformInitializer(LeNet5.initialBound(PATCH_SIZE)))
                .build();
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        NDArray factors = store.getValue(coefficient, x.getDevice(), training);
        return convolve(x, factors, store.getValue(bias, x.getDevice(), training));
    }

    /**
     * Subsamples, as a convolution of each map by itself whose four weights are one: engines do
     * that in half the time of pooling, multiplying and adding.
     *
     * @param bias may be null
     */
    static NDList convolve(NDArray x, NDArray coefficient, NDArray bias) {
        int maps = (int) coefficient.size();
        NDArray four = coefficient.getManager().ones(new Shape(1, 4));
        NDArray weight = coefficient.reshape(maps, 1).matMul(four).reshape(maps, 1, 2, 2);
        var patch = new Shape(2, 2);
        return Conv2d.conv2d(x, weight, bias, patch, new Shape(0, 0), new Shape(1, 1), maps);
    }

    @Override
    protected void prepare(Shape[] inputShapes) {
        var perMap = new Shape(inputShapes[0].get(1));
        coefficient.setShape(perMap);
        bias.setShape(perMap);
    }

    /**
     * Returns the shape with height and width halved.
     *
     * @throws IllegalArgumentException if height or width is odd, or there are not four dimensions
     */
    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape x = inputShapes[0];
        if (x.dimension() != 4 || x.get(2) % 2 != 0 || x.get(3) % 2 != 0) {
            throw new IllegalArgumentException(
                    "Subsampling got an input of shape %s and needs (batch, channels, height, width) with even height and width"
                            .formatted(x));
        }
        return new Shape[] {new Shape(x.get(0), x.get(1), x.get(2) / 2, x.get(3) / 2)};
    }
}
