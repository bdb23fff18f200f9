package ai.d2l.lenet5;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.loss.Loss;

/**
 * The loss of LeNet-5: the distance to the right code should be small, and those to the other codes
 * large.
 *
 * <p>E = mean over the examples of y_c + log(exp(-j) + Σ_i exp(-y_i)), where y_i are the distances,
 * c is the right class and j the distance of a "rubbish class", which stands for all that is none
 * of the ten. This is softmax cross-entropy of the scores -y with one more class whose score is
 * always -j, and is computed as such, since exp(-84) alone would vanish in float32. Source: LeCun
 * et al. 1998, equation 9.
 */
public final class MapLoss extends Loss {

    private final float rubbish;
    private final Loss crossEntropy = Loss.softmaxCrossEntropyLoss();

    /**
     * Makes the loss.
     *
     * @param j the distance of the rubbish class, above 0
     * @throws IllegalArgumentException if j is not a finite number above 0
     */
    public MapLoss(double j) {
        super("MAP loss");
        if (!(j > 0 && Double.isFinite(j))) {
            throw new IllegalArgumentException(
                    "j is %s: the distance of the rubbish class is a finite number above 0"
                            .formatted(j));
        }
        rubbish = (float) j;
    }

    /**
     * Returns the mean loss.
     *
     * @param labels the class numbers, shape (batch)
     * @param scores the negative distances -y, shape (batch, classes)
     */
    @Override
    public NDArray evaluate(NDList labels, NDList scores) {
        NDArray s = scores.singletonOrThrow();
        NDArray none = s.getManager().full(new Shape(s.getShape().get(0), 1), -rubbish);
        return crossEntropy.evaluate(labels, new NDList(s.concat(none, 1)));
    }
}
