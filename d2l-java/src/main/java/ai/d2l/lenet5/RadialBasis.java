package ai.d2l.lenet5;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Arrays;

/**
 * The output layer of LeNet-5: how far the input is from the code of each class.
 *
 * <p>Takes (batch, length of a code), gives (batch, classes): y_i = Σ_j (x_j - w_ij)², small where
 * the input looks like the code. The codes are ±1 and are not trained. Source: LeCun et al. 1998,
 * equation 7.
 */
public final class RadialBasis extends AbstractBlock {

    private final float[][] codes;
    private final Parameter centres;

    /**
     * Makes the layer.
     *
     * @param codes one code for each class, all of one length
     * @throws IllegalArgumentException if there is no code, their lengths differ, or a component is
     *     neither 1 nor -1
     */
    public RadialBasis(float[][] codes) {
        this.codes = Codes.requireCodes(codes);
        float[] flat = Codes.flat(codes);
        centres =
                addParameter(
                        Parameter.builder()
                                .setName("codes")
                                .setType(Parameter.Type.OTHER)
                                .optInitializer(
                                        (manager, shape, type) -> manager.create(flat, shape))
                                .optShape(new Shape(codes.length, codes[0].length))
                                .optRequiresGrad(false)
                                .build());
    }

    /** Returns a copy of the codes. */
    public float[][] codes() {
        return Arrays.stream(codes).map(float[]::clone).toArray(float[][]::new);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDArray x = inputs.singletonOrThrow();
        NDArray w = store.getValue(centres, x.getDevice(), training);
        return new NDList(distances(x, w));
    }

    /** Expands the square: |x|² - 2 x·w + |w|², and |w|² is the number of components. */
    static NDArray distances(NDArray x, NDArray w) {
        NDArray lengths = x.square().sum(new int[] {1}, true);
        return lengths.sub(x.matMul(w.transpose().mul(2))).add(w.getShape().get(1));
    }

    /**
     * Returns (batch, classes).
     *
     * @throws IllegalArgumentException if the input is not one row of the length of a code for each
     *     example
     */
    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        Shape x = inputShapes[0];
        if (x.dimension() != 2 || x.get(1) != codes[0].length) {
            throw new IllegalArgumentException(
                    "RadialBasis got an input of shape %s and needs (batch, %d), the length of a code"
                            .formatted(x, codes[0].length));
        }
        return new Shape[] {new Shape(x.get(0), codes.length)};
    }
}
