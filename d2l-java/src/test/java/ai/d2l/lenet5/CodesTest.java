package ai.d2l.lenet5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CodesTest {

    private static String refusal(Consumer<float[][]> damage) {
        float[][] codes = Codes.digits();
        damage.accept(codes);
        return assertThrows(IllegalArgumentException.class, () -> new RadialBasis(codes))
                .getMessage();
    }

    @Test
    void areTenBitmapsOfPlusAndMinusOne() {
        float[][] codes = Codes.digits();
        assertEquals(10, codes.length);
        for (float[] code : codes) {
            assertEquals(7 * 12, code.length);
            for (float component : code) {
                assertEquals(1, Math.abs(component));
            }
        }
    }

    @Test
    void drawTheSevenFromTheSecondRowOn() {
        float[] seven = Codes.digits()[7];
        assertEquals(-1, seven[0]);
        assertEquals(1, seven[Codes.WIDTH]);
        assertEquals(-1, seven[3 * Codes.WIDTH]);
        assertEquals(1, seven[3 * Codes.WIDTH + 6]);
    }

    @Test
    void areFarFromEachOther() {
        int[][] distances = Codes.hammingDistances(Codes.digits());
        int nearest = Integer.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            assertEquals(0, distances[i][i]);
            for (int k = 0; k < i; k++) {
                assertEquals(distances[i][k], distances[k][i]);
                nearest = Math.min(nearest, distances[i][k]);
            }
        }
        assertEquals(19, nearest);
        assertEquals(19, distances[0][6]);
    }

    @Test
    void refuseWhatIsNoCode() {
        assertEquals(
                "Code 3 has 0.0 at component 5: each is 1 or -1",
                refusal(codes -> codes[3][5] = 0));
        assertEquals(
                "Code 2 has 83 components and code 0 has 84: all need the same number",
                refusal(codes -> codes[2] = new float[83]));
        assertEquals(
                "There is no code: give one for each class",
                assertThrows(IllegalArgumentException.class, () -> LeNet5.net(new float[0][0]))
                        .getMessage());
    }
}
