package ai.d2l.internal.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.initializer.XavierInitializer.FactorType;
import ai.djl.training.initializer.XavierInitializer.RandomType;
import ai.djl.util.PairList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Predicate;

/**
 * Fresh weights for a net, and who closes them.
 *
 * <p>The weights belong to a manager of the net's own. It is closed when the net gets fresh weights
 * again, or when nobody holds the net any longer.
 */
public final class Weights {

    private static final Map<Block, Owner> OWNERS = new WeakHashMap<>();

    private Weights() {}

    /**
     * Returns Xavier's initializer: U(-a, a) with a = √(6 / (fan-in + fan-out)).
     *
     * <p>DJL's default of the same name draws from an interval √2 times as wide. Source: X. Glorot,
     * Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks",
     * AISTATS 2010, equation 16.
     */
    public static Initializer xavier() {
        return new XavierInitializer(RandomType.UNIFORM, FactorType.AVG, 3);
    }

    /** Draws all parameters anew, in float32: weights by {@link #xavier}, biases 0. */
    public static void initialize(Block net, Device device, Shape... inputShapes) {
        var initializers = new PairList<Initializer, Predicate<Parameter>>();
        initializers.add(xavier(), parameter -> parameter.getType() == Parameter.Type.WEIGHT);
        initialize(net, initializers, device, inputShapes);
    }

    /**
     * Draws all parameters anew, in float32.
     *
     * @param initializers what to draw which parameters with; the others start as their block says
     * @param inputShapes the shapes of one minibatch
     * @throws IllegalArgumentException if a layer cannot take the shape that reaches it; the net
     *     keeps the weights it had
     */
    public static void initialize(
            Block net,
            PairList<Initializer, Predicate<Parameter>> initializers,
            Device device,
            Shape... inputShapes) {
        LayerShapes.requireFitAnew(net, inputShapes);
        close(net);
        var owner = new Owner(net, "weights", device);
        synchronized (OWNERS) {
            OWNERS.put(net, owner);
        }
        for (var pair : initializers) {
            net.setInitializer(pair.getKey(), pair.getValue());
        }
        net.initialize(owner.manager(), DataType.FLOAT32, inputShapes);
    }

    /** Returns a manager for weights from elsewhere; what the net had drawn here is closed. */
    static NDManager adopt(Block net, Device device) {
        var owner = new Owner(net, "weights", device);
        Owner before;
        synchronized (OWNERS) {
            before = OWNERS.put(net, owner);
        }
        if (before != null) {
            before.close();
        }
        return owner.manager();
    }

    /**
     * Returns whether a net has weights that were drawn here, and may have learnt, or were read.
     */
    public static boolean areKept(Block net) {
        synchronized (OWNERS) {
            return OWNERS.containsKey(net);
        }
    }

    /** Closes the parameters of a net; it is as if it had never been initialized. */
    public static void close(Block net) {
        net.clear();
        synchronized (OWNERS) {
            var owner = OWNERS.remove(net);
            if (owner != null) {
                owner.close();
            }
        }
    }

    /**
     * Returns the device of the first parameter of a net, however deep it lies.
     *
     * @throws IllegalArgumentException if the net has no weights
     */
    public static Device deviceOf(Block net) {
        return Turn.with(
                net,
                () ->
                        net.getParameters().values().stream()
                                .filter(Parameter::isInitialized)
                                .findFirst()
                                .map(parameter -> parameter.getArray().getDevice())
                                .orElseThrow(Weights::none));
    }

    /**
     * Returns the parameters of a net.
     *
     * @throws IllegalArgumentException if it has some without weights
     */
    public static List<NDArray> of(Block net) {
        List<Parameter> all = net.getParameters().values();
        if (!all.stream().allMatch(Parameter::isInitialized)) {
            throw none();
        }
        return all.stream().map(Parameter::getArray).toList();
    }

    private static IllegalArgumentException none() {
        return new IllegalArgumentException(
                "The net has no weights yet: train it or call net.initialize(…) first");
    }
}
