package ai.d2l.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.initializer.XavierInitializer.FactorType;
import ai.djl.training.initializer.XavierInitializer.RandomType;
import java.util.Map;
import java.util.WeakHashMap;

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
     * Draws all parameters anew, in float32.
     *
     * <p>Weights come from U(-a, a) with a = √(6 / (fan-in + fan-out)): X. Glorot, Y. Bengio,
     * "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010,
     * equation 16. DJL's default of the same name draws from an interval √2 times as wide. Other
     * parameters start as their block says, biases at 0.
     *
     * @param inputShapes the shapes of one minibatch
     * @throws IllegalArgumentException if a layer cannot take the shape that reaches it; the net
     *     keeps the weights it had
     */
    public static void initialize(Block net, Device device, Shape... inputShapes) {
        LayerShapes.requireFitAnew(net, inputShapes);
        close(net);
        var owner = new Owner(net, "weights", device);
        synchronized (OWNERS) {
            OWNERS.put(net, owner);
        }
        net.setInitializer(
                new XavierInitializer(RandomType.UNIFORM, FactorType.AVG, 3),
                Parameter.Type.WEIGHT);
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
}
