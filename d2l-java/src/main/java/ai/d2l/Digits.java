package ai.d2l;

import static ai.d2l.internal.engine.Arguments.require;

import ai.d2l.internal.data.IdxSet;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;

/**
 * 1,797 handwritten digits of thirteen people, in the order of their source; they are in the jar.
 *
 * <pre>{@code
 * var digits = Digits.load(manager);
 * Images.of(digits.images().get("0:10").toType(DataType.FLOAT32, false).div(16)).show();
 * }</pre>
 *
 * <p>Source: E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", test set, UCI
 * Machine Learning Repository, 1998, doi 10.24432/C50P49, CC BY 4.0.
 *
 * @param images uint8, (1797, 1, 8, 8), from 0 for paper to 16 for ink all over
 * @param labels int32, (1797), 0 to 9
 */
public record Digits(NDArray images, NDArray labels) {

    /**
     * Loads the digits.
     *
     * @param manager that the two arrays belong to
     * @throws IOException if the jar lacks them
     */
    public static Digits load(NDManager manager) throws IOException {
        require(manager != null, "manager", null, "an NDManager");
        IdxSet set = IdxSet.digits();
        return new Digits(set.images(manager), set.labels(manager));
    }
}
