package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The helpers whose names the readers of "Dive into Deep Learning" know, with what they take. */
class BookNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Autograd record() Autograd",
                "LinearRegression syntheticData(NDManager, NDArray, double, int) Examples",
                "LinearRegression linreg(NDArray, NDArray, NDArray) NDArray",
                "LinearRegression squaredLoss(NDArray, NDArray) NDArray",
                "LinearRegression sgd(NDList, double, int) void",
                "LinearRegression loadArray(NDList, int, boolean) Iterable",
                "FashionMnist labelNames(NDArray) List",
                "Images showImages(NDArray, int, int, List) void",
                "SoftmaxRegression accuracy(NDArray, NDArray) double",
                "SoftmaxRegression evaluateAccuracy(UnaryOperator, Iterable) double",
                "SoftmaxRegression trainEpochCh3(UnaryOperator, Iterable, BinaryOperator, Updater)"
                        + " double[]",
                "SoftmaxRegression trainCh3(UnaryOperator, Iterable, Iterable, BinaryOperator, int,"
                        + " Updater) Table",
                "SoftmaxRegression predictCh3(UnaryOperator, Iterable, int) void",
                "Training tryGpu(int) Device",
                "Training tryAllGpus() List",
                "Training evaluateAccuracyGpu(Block, Iterable, Device) double",
                "Training trainCh6(Block, Iterable, Iterable, int, double, Device) TrainingReport",
            })
    void aHelperOfTheBookHasItsName(String helper) throws ClassNotFoundException {
        Class<?> owner = Class.forName("ai.d2l." + helper.substring(0, helper.indexOf(' ')));
        Stream<String> known = Arrays.stream(owner.getMethods()).map(BookNamesTest::signature);
        assertTrue(known.anyMatch(helper::equals), helper);
    }

    private static String signature(Method method) {
        String takes =
                Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", "));
        String owner = method.getDeclaringClass().getSimpleName();
        String gives = method.getReturnType().getSimpleName();
        return "%s %s(%s) %s".formatted(owner, method.getName(), takes, gives);
    }
}
