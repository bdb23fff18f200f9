package ai.d2l.lenet5;

import static ai.d2l.internal.engine.JavaMemory.times;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;

/**
 * The squashing function of LeNet-5: f(a) = A tanh(S a), so that f(1) = 1 and f(-1) = -1.
 *
 * <p>Source: LeCun et al. 1998, equation 6 and Appendix A.
 */
public final class ScaledTanh {

    /** The amplitude A: outputs lie between -1.7159 and 1.7159. */
    public static final float AMPLITUDE = 1.7159f;

    /** The factor S before tanh. */
    public static final float SLOPE = 2f / 3;

    static final String NAME = "scaledTanh";

    private ScaledTanh() {}

    /** Returns f of each number, in the same shape. */
    public static NDArray of(NDArray a) {
        return times(Activation.tanh(times(a, SLOPE)), AMPLITUDE);
    }

    /** Returns f'(a) = A S (1 - tanh²(S a)) of each number, in the same shape. */
    public static NDArray derivative(NDArray a) {
        return a.mul(SLOPE).tanh().square().neg().add(1).mul(AMPLITUDE * SLOPE);
    }

    /** Returns f as a layer. */
    public static Block block() {
        return LambdaBlock.singleton(ScaledTanh::of, NAME);
    }
}
