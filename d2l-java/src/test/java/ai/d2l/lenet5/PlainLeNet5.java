package ai.d2l.lenet5;

import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * LeNet-5 in plain loops and double precision, as the paper words it; what the blocks must equal.
 */
final class PlainLeNet5 {

    private final Map<Parameter, double[]> weights = new LinkedHashMap<>();
    private final float[][] codes = Codes.digits();

    /** Copies the weights of a net. */
    PlainLeNet5(SequentialBlock net) {
        for (Parameter parameter : net.getParameters().values()) {
            if (parameter.requiresGradient()) {
                weights.put(parameter, doubles(parameter.getArray().toFloatArray()));
            }
        }
    }

    /** Returns the copy of the weights of one parameter; a change there counts. */
    double[] weights(Parameter parameter) {
        return weights.get(parameter);
    }

    /** Returns the loss of equation 9, literally, but for the largest exponent taken out. */
    double loss(float[] pixels, int label, double j) {
        double[] y = distances(pixels, 0);
        double least = Math.min(j, Arrays.stream(y).min().orElseThrow());
        double sum = Math.exp(least - j);
        for (double distance : y) {
            sum += Math.exp(least - distance);
        }
        return y[label] + Math.log(sum) - least;
    }

    /** Returns the distance to each code of the picture of 28 by 28 that begins at that index. */
    double[] distances(float[] pixels, int from) {
        var input = new double[1][32][32];
        for (int i = 0; i < 32; i++) {
            for (int k = 0; k < 32; k++) {
                boolean inside = i >= 2 && i < 30 && k >= 2 && k < 30;
                double p = inside ? pixels[from + (i - 2) * 28 + k - 2] : 0;
                input[0][i][k] = 1.275 * p - 0.1;
            }
        }
        // in the order of the layers: weights, biases
        Iterator<double[]> next = weights.values().iterator();
        List<List<Integer>> picture = Collections.nCopies(6, List.of(0));
        double[][][] maps = convolve(input, next.next(), next.next(), picture);
        maps = subsample(maps, next.next(), next.next());
        maps = convolve(maps, next.next(), next.next(), PartialConvolution.TABLE_I);
        maps = subsample(maps, next.next(), next.next());
        List<Integer> all16 = IntStream.range(0, 16).boxed().toList();
        maps = convolve(maps, next.next(), next.next(), Collections.nCopies(120, all16));
        double[] f6 = next.next();
        double[] f6Bias = next.next();
        var y = new double[10];
        for (int j = 0; j < 84; j++) {
            double a = f6Bias[j];
            for (int k = 0; k < 120; k++) {
                a += f6[j * 120 + k] * maps[k][0][0];
            }
            for (int i = 0; i < 10; i++) {
                y[i] += Math.pow(squash(a) - codes[i][j], 2);
            }
        }
        return y;
    }

    private static double[][][] convolve(
            double[][][] in, double[] kernels, double[] bias, List<List<Integer>> table) {
        int size = in[0].length - 4;
        var out = new double[table.size()][size][size];
        int kernel = 0;
        for (int map = 0; map < out.length; map++) {
            for (int i = 0; i < size; i++) {
                for (int k = 0; k < size; k++) {
                    double a = bias[map];
                    for (int n = 0; n < table.get(map).size(); n++) {
                        double[][] seen = in[table.get(map).get(n)];
                        for (int w = 0; w < 25; w++) {
                            a += kernels[(kernel + n) * 25 + w] * seen[i + w / 5][k + w % 5];
                        }
                    }
                    out[map][i][k] = squash(a);
                }
            }
            kernel += table.get(map).size();
        }
        return out;
    }

    private static double[][][] subsample(double[][][] in, double[] coefficient, double[] bias) {
        int size = in[0].length / 2;
        var out = new double[in.length][size][size];
        for (int map = 0; map < in.length; map++) {
            for (int i = 0; i < size; i++) {
                for (int k = 0; k < size; k++) {
                    double sum =
                            in[map][2 * i][2 * k]
                                    + in[map][2 * i][2 * k + 1]
                                    + in[map][2 * i + 1][2 * k]
                                    + in[map][2 * i + 1][2 * k + 1];
                    out[map][i][k] = squash(coefficient[map] * sum + bias[map]);
                }
            }
        }
        return out;
    }

    private static double squash(double a) {
        return 1.7159 * Math.tanh(2 * a / 3);
    }

    private static double[] doubles(float[] values) {
        var doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
