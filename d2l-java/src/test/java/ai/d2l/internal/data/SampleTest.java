package ai.d2l.internal.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SampleTest {
    private static final DataFolder SAMPLE = DataFolder.find("sample", line -> {});

    @Test
    void holdsAsManyImagesOfEachClass() throws IOException {
        assertArrayEquals(filled(200), countByClass(SAMPLE.train()));
        assertArrayEquals(filled(100), countByClass(SAMPLE.test()));
    }

    @Test
    void holdsImagesOf28By28PixelsThatAreNotBlank() throws IOException {
        var set = SAMPLE.train();
        assertEquals(28, set.rows());
        assertEquals(28, set.columns());
        for (int i = 0; i < set.count(); i++) {
            var image = Arrays.copyOfRange(set.images(), i * 28 * 28, (i + 1) * 28 * 28);
            assertFalse(Arrays.equals(new byte[28 * 28], image), "image " + i);
        }
    }

    @Test
    void carriesItsLicence() {
        assertNotNull(DataFolder.class.getResource("sample/LICENSE.txt"));
    }

    private static int[] filled(int perClass) {
        var counts = new int[10];
        Arrays.fill(counts, perClass);
        return counts;
    }

    private static int[] countByClass(IdxSet set) {
        var counts = new int[10];
        for (byte label : set.labels()) {
            counts[label]++;
        }
        return counts;
    }
}
