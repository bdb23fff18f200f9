import ai.djl.ndarray.*;
import ai.djl.ndarray.types.*;
import java.util.*;

/** Tells whether a picture is as close to a training picture as those of the test set are. */
record Familiarity(FashionMnist data, float usual) {
    static Familiarity of(FashionMnist data) {
        float[] distances = distances(data.testImages().get(":500"), data);
        Arrays.sort(distances);
        return new Familiarity(data, distances[(int) (0.99 * (distances.length - 1))]);
    }

    String say(NDArray X) {
        float distance = distances(X, data)[0];
        return "distance %.1f to the closest training picture; 99 of 100 test pictures are within %.1f: it looks %s the training data"
                .formatted(distance, usual, distance <= usual ? "like" : "unlike");
    }

    /** The distance of each picture to the closest: ‖a − b‖² = ‖a‖² + ‖b‖² − 2 a·b. */
    private static float[] distances(NDArray pictures, FashionMnist data) {
        NDArray a = flat(pictures);
        NDArray b = flat(data.trainImages().get(":2000"));
        NDArray squares = a.square().sum(new int[] {1}, true);
        NDArray others = b.square().sum(new int[] {1}, true).transpose();
        NDArray all = squares.add(others).sub(a.matMul(b.transpose()).mul(2));
        return all.min(new int[] {1}).maximum(0).sqrt().toFloatArray();
    }

    private static NDArray flat(NDArray X) {
        return X.toType(DataType.FLOAT32, false).reshape(X.getShape().get(0), -1).div(255);
    }
}
