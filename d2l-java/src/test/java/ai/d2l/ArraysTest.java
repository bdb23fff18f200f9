package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.internal.engine.EngineSetup;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What chapter 2.1 says of the engines: where they agree, and where they do not. */
class ArraysTest {

    private static final boolean IS_MXNET =
            EngineSetup.engine().getEngineName().equalsIgnoreCase("MXNet");

    private final NDManager manager = EngineSetup.engine().newBaseManager();
    private final NDArray X = manager.arange(12f).reshape(3, 4);
    private final NDArray Y =
            manager.create(new float[][] {{2, 1, 4, 3}, {1, 2, 3, 4}, {4, 3, 2, 1}});

    @AfterEach
    void close() {
        manager.close();
    }

    private static float[] numbers(NDArray array) {
        return array.toType(DataType.FLOAT32, false).toFloatArray();
    }

    private static String text(NDArray array) {
        var text = new StringBuilder(array.getShape().toString());
        for (float number : numbers(array)) text.append(' ').append((int) number);
        return text.toString();
    }

    @Test
    void bothEnginesComeToTheSameInTwentyExpressions() {
        Map<String, NDArray> expected = new LinkedHashMap<>();
        expected.put("(3, 4) 2 2 6 6 5 7 9 11 12 12 12 12", X.add(Y));
        expected.put("(3, 4) 0 2 4 6 8 10 12 14 16 18 20 22", X.mul(2));
        expected.put("(4) 8 9 10 11", X.get(-1));
        expected.put("(3) 1 5 9", X.get(":, 1"));
        expected.put("(2, 4) 4 5 6 7 8 9 10 11", X.get("1:3"));
        expected.put("(3, 2) 0 1 4 5 8 9", X.get("..., 0:2"));
        expected.put("(4, 3) 0 1 2 3 4 5 6 7 8 9 10 11", X.reshape(4, -1));
        expected.put("(12) 0 1 2 3 4 5 6 7 8 9 10 11", X.flatten());
        expected.put("(4, 3) 0 4 8 1 5 9 2 6 10 3 7 11", X.transpose());
        expected.put("() 66", X.sum());
        expected.put("(4) 12 15 18 21", X.sum(new int[] {0}));
        expected.put("(3, 1) 6 22 38", X.sum(new int[] {1}, true));
        expected.put("(3) 3 11 19", X.mean(new int[] {1}).mul(2));
        expected.put("(4) 4 3 4 4", Y.max(new int[] {0}));
        expected.put("(3) 2 3 0", Y.argMax(1));
        expected.put("(3, 4) 0 0 0 0 1 1 1 1 1 1 1 1", X.gt(Y));
        expected.put("(8) 4 5 6 7 8 9 10 11", X.get(X.gt(Y)));
        expected.put("(3, 8) 0 1 2 3 2 1 4 3 4 5 6 7 1 2 3 4 8 9 10 11 4 3 2 1", X.concat(Y, 1));
        expected.put("(2, 4) 0 1 2 3 8 9 10 11", NDArrays.stack(new NDList(X.get(0), X.get(2))));
        expected.put("(3, 3) 18 20 10 58 60 50 98 100 90", X.matMul(Y.transpose()));
        assertEquals(20, expected.size());
        expected.forEach((text, array) -> assertEquals(text, text(array)));
    }

    @Test
    void inPlaceKeepsTheObject() {
        assertNotSame(X, X.add(Y));
        assertSame(X, X.addi(Y));
        assertEquals("(3, 4) 2 2 6 6 5 7 9 11 12 12 12 12", text(X));
    }

    @Test
    void aHalfIsLostInWholeNumbersOfMxnetAlone() {
        NDArray sum = manager.arange(3).add(0.5);
        assertEquals(IS_MXNET ? DataType.INT32 : DataType.FLOAT64, sum.getDataType());
        assertArrayEquals(
                IS_MXNET ? new float[] {0, 1, 2} : new float[] {0.5f, 1.5f, 2.5f}, numbers(sum));
        NDArray floats = manager.arange(3).toType(DataType.FLOAT32, false).add(0.5);
        assertArrayEquals(new float[] {0.5f, 1.5f, 2.5f}, floats.toFloatArray());
    }

    @Test
    void bytesGoRoundAt256InASumOfMxnet() {
        NDArray two = manager.create(new int[] {200, 201}).toType(DataType.UINT8, false);
        assertArrayEquals(new float[] {44, 45}, numbers(two.add(100)));
        assertArrayEquals(new float[] {IS_MXNET ? 145 : 401}, numbers(two.sum()));
        assertEquals(401, two.toType(DataType.FLOAT32, false).sum().getFloat());
    }

    @Test
    void aSliceIsACopyOnMxnetAndAWindowOnPyTorch() {
        X.get(1).addi(1000);
        assertEquals(IS_MXNET ? 4 : 1004, X.getFloat(1, 0));
    }

    @Test
    void beyondTheEndMxnetHasNothingAndPyTorchThrows() {
        if (IS_MXNET) {
            assertEquals(0, X.get(7).size());
        } else {
            assertThrows(EngineException.class, () -> X.get(7));
        }
    }

    @Test
    void behindAMaskMxnetWantsTheArraysOwnType() {
        if (IS_MXNET) {
            assertThrows(IllegalArgumentException.class, () -> X.set(X.gt(5), 5));
        }
        X.set(X.gt(5), 5f);
        assertEquals("(3, 4) 0 1 2 3 4 5 5 5 5 5 5 5", text(X));
    }

    @Test
    @SuppressWarnings("try")
    void aScopeClosesWhatItsThreadMakes() {
        int before = manager.getManagedArrays().size();
        NDArray made;
        try (var scope = new NDScope()) {
            made = X.mul(2).add(1);
        }
        assertTrue(made.isReleased());
        assertEquals(before, manager.getManagedArrays().size());
    }
}
