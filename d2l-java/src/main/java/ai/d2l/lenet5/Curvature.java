package ai.d2l.lenet5;

import ai.d2l.internal.engine.EngineSetup;
import ai.d2l.internal.engine.Lending;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * Estimates the second derivative of the loss by each parameter of a LeNet-5.
 *
 * <p>This is back-propagation once more, with everything squared: from the second derivatives by
 * the outputs of a layer follow those by its inputs, with the squares of its weights, and those by
 * its weights, with the squares of its inputs. Terms with the second derivative of the squashing
 * function are left out (Gauss–Newton), which keeps all estimates from being negative; so are mixed
 * derivatives. Where one weight is used in many places, its second derivatives there are added.
 * Source: LeCun et al. 1998, Appendix C.
 */
final class Curvature {

    /** How many patterns are on their way at once, which bounds the memory that it takes. */
    private static final int CHUNK = 100;

    private final double rubbish;
    private final ParameterStore store;
    private final Map<String, NDArray> byParameter = new HashMap<>();

    private Curvature(double rubbish, NDManager manager) {
        this.rubbish = rubbish;
        store = new ParameterStore(manager, false);
    }

    /**
     * Returns the mean over patterns of ∂²E/∂w², in the shape of each trained parameter.
     *
     * @param net as {@link LeNet5#net} makes it, with weights
     * @param X the patterns, as the net takes them
     * @param j the distance of the rubbish class in {@link MapLoss}
     * @param owner owns what is returned
     * @return an array for the id of each parameter
     * @throws IllegalArgumentException if the net has a layer that LeNet-5 does not have
     */
    static Map<String, NDArray> estimate(
            SequentialBlock net, NDArray X, double j, NDManager owner) {
        var sums = new HashMap<String, NDArray>();
        long patterns = X.getShape().get(0);
        for (long from = 0; from < patterns; from += CHUNK) {
            try (NDManager manager = owner.newSubManager();
                    NDArray part = X.get(from + ":" + Math.min(from + CHUNK, patterns))) {
                part.attach(manager);
                var chunk = new Curvature(j, manager);
                Lending.parametersOf(net, manager, () -> chunk.backThrough(net, part))
                        .forEach((id, h) -> add(sums, id, h.div(patterns), owner));
            }
        }
        return sums;
    }

    private static void add(Map<String, NDArray> sums, String id, NDArray h, NDManager owner) {
        NDArray before = sums.get(id);
        if (before == null) {
            h.attach(owner);
            sums.put(id, h);
        } else {
            before.addi(h);
        }
    }

    private Map<String, NDArray> backThrough(SequentialBlock net, NDArray X) {
        List<Block> layers = net.getChildren().values();
        var inputs = new ArrayList<NDArray>();
        NDArray x = X;
        for (Block layer : layers) {
            inputs.add(x);
            x = layer.forward(store, new NDList(x), false).singletonOrThrow();
        }
        NDArray h = null;
        for (int i = layers.size() - 1; i > 0; i--) { // nothing is trained before the first layer
            h = back(layers.get(i), inputs.get(i), h);
        }
        return byParameter;
    }

    /**
     * Goes back through one layer.
     *
     * @param x what the layer got
     * @param h second derivatives by what it gave; null behind the output layer
     * @return second derivatives by x
     */
    private NDArray back(Block layer, NDArray x, NDArray h) {
        if (layer instanceof RadialBasis output) {
            return atOutput(output, x);
        } else if (layer instanceof Linear) {
            return linear(layer, x, h, (in, w) -> in.matMul(w.transpose()));
        } else if (layer instanceof Conv2d) {
            return linear(layer, x, h, (in, w) -> Conv2d.conv2d(in, w).singletonOrThrow());
        } else if (layer instanceof PartialConvolution) {
            NDArray places = array(layer, "places");
            return linear(
                    layer,
                    x,
                    h,
                    (in, w) ->
                            Conv2d.conv2d(in, PartialConvolution.inPlace(w, places))
                                    .singletonOrThrow());
        } else if (layer instanceof Subsampling) {
            return subsampling(layer, x, h);
        }
        return switch (((LambdaBlock) layer).getName()) {
            case ScaledTanh.NAME -> h.mul(ScaledTanh.derivative(x).square());
            case "batchFlatten" -> h.reshape(x.getShape());
            case "negative" -> null; // the sign of the distances, behind the output layer
            default -> throw new IllegalArgumentException("not a layer of LeNet-5: " + layer);
        };
    }

    /**
     * Returns ∂²E/∂x_j² of one pattern each: 2 p_rubbish + 4 Var(w_j), where p are the
     * probabilities that the loss gives to the classes and the variance is over them; the rubbish
     * class does not depend on x. For E as a function of x alone this is exact.
     */
    private NDArray atOutput(RadialBasis layer, NDArray x) {
        NDArray y = layer.forward(store, new NDList(x), false).singletonOrThrow();
        NDArray none = y.getManager().full(new Shape(y.getShape().get(0), 1), -(float) rubbish);
        NDArray p = y.neg().concat(none, 1).softmax(1);
        NDArray classes = p.get(":, :-1");
        NDArray w = array(layer, "codes");
        // by x_j each distance has the derivative 2 (x_j - w_j), and the rubbish class has 0
        NDArray slopes = x.expandDims(1).sub(w.expandDims(0)).mul(2);
        NDArray weights = classes.expandDims(2);
        NDArray mean = slopes.mul(weights).sum(new int[] {1});
        NDArray variance = slopes.square().mul(weights).sum(new int[] {1}).sub(mean.square());
        return variance.add(p.get(":, -1:").mul(2));
    }

    /** Goes back through a layer that is linear in its inputs and in its one array of weights. */
    private NDArray linear(Block layer, NDArray x, NDArray h, BinaryOperator<NDArray> sums) {
        Parameter weight = layer.getDirectParameters().valueAt(0);
        NDList h2 = gradients(sums, x.square(), weight.getArray().square(), h);
        keep(weight, h2.get(1));
        keepBias(layer, h);
        return h2.get(0);
    }

    /** A unit has one weight for the sum of its four inputs: it is the sum that is squared. */
    private NDArray subsampling(Block layer, NDArray x, NDArray h) {
        Parameter coefficient = layer.getDirectParameters().get("coefficient");
        BinaryOperator<NDArray> sums =
                (in, factors) -> Subsampling.convolve(in, factors, null).singletonOrThrow();
        NDArray c = coefficient.getArray();
        NDArray fours = sums.apply(x, c.onesLike());
        keep(coefficient, h.mul(fours.square()).sum(new int[] {0, 2, 3}));
        keepBias(layer, h);
        return gradients(sums, x, c.square(), h).get(0);
    }

    /** Returns the gradients of Σ h · sums(x, w) by x and by w. */
    private static NDList gradients(BinaryOperator<NDArray> sums, NDArray x, NDArray w, NDArray h) {
        NDList leaves = new NDList(x.stopGradient(), w.stopGradient());
        leaves.forEach(leaf -> leaf.setRequiresGradient(true));
        try (GradientCollector collector = EngineSetup.engine().newGradientCollector()) {
            // PyTorch records in a thread that DJL has not told otherwise, and would go back into h
            NDArray constant = h.stopGradient();
            collector.backward(sums.apply(leaves.get(0), leaves.get(1)).mul(constant).sum());
        }
        return new NDList(leaves.get(0).getGradient(), leaves.get(1).getGradient());
    }

    private void keepBias(Block layer, NDArray h) {
        int[] others = h.getShape().dimension() == 4 ? new int[] {0, 2, 3} : new int[] {0};
        keep(layer.getDirectParameters().get("bias"), h.sum(others));
    }

    private void keep(Parameter parameter, NDArray h) {
        byParameter.put(parameter.getId(), h);
    }

    private static NDArray array(Block layer, String name) {
        return layer.getDirectParameters().get(name).getArray();
    }
}
