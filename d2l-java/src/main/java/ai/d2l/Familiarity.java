package ai.d2l;

import ai.d2l.internal.engine.Arguments;
import ai.d2l.internal.engine.EngineSetup;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Tells whether a picture looks like those that a network has learnt from: a network gives every
 * picture one of its classes, and does not say when it has never seen the like.
 *
 * <p>The measure is the distance to the closest training picture, Euclidean over pixels from 0 to
 * 1, compared with that of pictures from the test set.
 */
public final class Familiarity {

    private static final int TRAINING_PICTURES = 2000;
    private static final int TEST_PICTURES = 500;
    private static final double USUAL = 0.99;

    private final FashionMnist data;
    private final double limit;

    private Familiarity(FashionMnist data, double limit) {
        this.data = data;
        this.limit = limit;
    }

    /** Measures how far test pictures are from the first 2,000 training pictures. */
    public static Familiarity of(FashionMnist data) {
        try (NDArray some = first(TEST_PICTURES, data.testImages())) {
            double[] distances = distances(some, data);
            Arrays.sort(distances);
            return new Familiarity(data, distances[(int) ((distances.length - 1) * USUAL)]);
        }
    }

    /**
     * Says for a picture whether it is familiar.
     *
     * @param X bytes of shape (1, 1, 28, 28)
     * @throws IllegalArgumentException if it has another shape or type
     */
    public String say(NDArray X) {
        Shape one = data.testImages().getShape().slice(1);
        Arguments.require(
                X.getDataType() == DataType.UINT8 && X.getShape().equals(new Shape(1).addAll(one)),
                "X",
                X.getDataType() + " of shape " + X.getShape(),
                "bytes of shape %s, as OwnPicture gives them".formatted(new Shape(1).addAll(one)));
        double distance = distances(X, data)[0];
        String verdict =
                distance <= limit
                        ? "it looks like the training data"
                        : "it looks unlike the training data, so do not trust the answer";
        return "distance %.1f to the closest training picture; %.0f of 100 test pictures are within %.1f: %s"
                .formatted(distance, 100 * USUAL, limit, verdict);
    }

    /** The distance of each picture to the closest: ‖a − b‖² = ‖a‖² + ‖b‖² − 2 a·b. */
    private static double[] distances(NDArray pictures, FashionMnist data) {
        try (NDManager scratch = EngineSetup.engine().newBaseManager(pictures.getDevice());
                NDArray learnt = first(TRAINING_PICTURES, data.trainImages())) {
            NDArray a = flat(pictures, scratch);
            NDArray b = flat(learnt, scratch);
            NDArray squares = a.square().sum(new int[] {1}, true);
            NDArray others = b.square().sum(new int[] {1}, true).transpose();
            NDArray closest =
                    squares.add(others).sub(a.matMul(b.transpose()).mul(2)).min(new int[] {1});
            float[] least = closest.toFloatArray();
            double[] distances = new double[least.length];
            Arrays.setAll(distances, i -> Math.sqrt(Math.max(0, least[i])));
            return distances;
        }
    }

    private static NDArray first(long most, NDArray pictures) {
        return pictures.get(":" + Math.min(most, pictures.getShape().get(0)));
    }

    private static NDArray flat(NDArray pictures, NDManager scratch) {
        NDArray floats = pictures.toType(DataType.FLOAT32, true);
        floats.attach(scratch);
        return floats.reshape(pictures.getShape().get(0), -1).div(255);
    }
}
