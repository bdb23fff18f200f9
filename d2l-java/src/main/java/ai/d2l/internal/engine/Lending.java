package ai.d2l.internal.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Gives arrays that live long to the manager of a minibatch while something is computed from them.
 *
 * <p>A result belongs to the manager of its first operand. What a layer computes from a weight,
 * such as its transpose, would stay until the weight itself is closed.
 *
 * <p>A second borrower would take the first one for the owner: whoever may not be alone with a net
 * asks for a {@link Turn} first.
 */
public final class Lending {

    private Lending() {}

    /**
     * Lends the parameters of a net.
     *
     * @param borrower owns what is computed from them in work
     * @return what work returns, which belongs to the borrower like all the rest
     */
    public static <R> R parametersOf(Block net, NDManager borrower, Supplier<R> work) {
        return lend(
                net.getParameters().values().stream()
                        .filter(Parameter::isInitialized)
                        .map(Parameter::getArray)
                        .toList(),
                borrower,
                work);
    }

    public static void lend(List<NDArray> arrays, NDManager borrower, Runnable work) {
        lend(
                arrays,
                borrower,
                () -> {
                    work.run();
                    return null;
                });
    }

    private static <R> R lend(List<NDArray> arrays, NDManager borrower, Supplier<R> work) {
        Map<NDArray, NDManager> owners = new IdentityHashMap<>();
        try {
            for (NDArray array : arrays) {
                owners.putIfAbsent(array, array.getManager()); // a layer may be there twice
                array.attach(borrower);
            }
            return work.get();
        } finally {
            owners.forEach(NDArray::attach);
        }
    }
}
