package ai.d2l;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;

/** The root of the mean square error. */
record Rmse() implements Metric {

    @Override
    public String name() {
        return "rmse";
    }

    @Override
    public double sum(NDList y, NDList yHat) {
        Labels.requireOneEach("rmse", y, yHat);
        float[] labels = floats(y.head());
        float[] outputs = floats(yHat.head());
        double squares = 0;
        for (int i = 0; i < labels.length; i++) {
            squares += Math.pow((double) labels[i] - outputs[i], 2);
        }
        return squares / labels.length * y.head().getShape().get(0);
    }

    private static float[] floats(NDArray array) {
        try (NDArray floats = array.toType(DataType.FLOAT32, true)) {
            return floats.toFloatArray();
        }
    }

    @Override
    public double of(double mean) {
        return Math.sqrt(mean);
    }
}
