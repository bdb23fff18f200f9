package ai.d2l.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class JavaArrayViewTest {

    private static String text(Object array) {
        return JavaArrayView.of(array).text();
    }

    @Test
    void tellsTypeSizesAndValues() {
        assertEquals("int[3]\n{1, 2, 3}", text(new int[] {1, 2, 3}));
        assertEquals("boolean[2][1]\n{{true},\n {false}}", text(new boolean[][] {{true}, {false}}));
    }

    @Test
    void endsALongRowWithDots() {
        assertTrue(text(new long[1000]).startsWith("long[1000]\n{0, 0"));
        assertTrue(text(new long[1000]).endsWith(" 0, …}"));
        assertEquals(1 + 8 + 1, text(new float[100][100]).lines().count());
    }

    @Test
    void bearsWhatIsEmptyOrMissing() {
        assertEquals("int[0][]\n{}", text(new int[0][]));
        assertEquals("String[2][]\n{null,\n null}", text(new String[2][]));
        assertEquals("Object[1]\n{null}", text(new Object[1]));
    }
}
