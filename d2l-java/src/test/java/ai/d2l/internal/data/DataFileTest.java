package ai.d2l.internal.data;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFileTest {
    private static final byte[] CONTENT = TinyData.random(1000);
    private static final DataFile FILE = TinyData.file("some", CONTENT);

    @TempDir Path folder;

    @Test
    void acceptsTheContentWhateverTheGzipHeader() throws IOException {
        var packed = TinyData.gzip(CONTENT);
        FILE.verify(write(packed));
        packed[4] = 1; // the date
        FILE.verify(write(packed));
        assertTrue(FILE.isIn(folder));
    }

    @Test
    void refusesOtherContentOfTheSameSize() throws IOException {
        var other = CONTENT.clone();
        other[500] ^= 1;
        var packed = write(TinyData.gzip(other));
        var error = assertThrows(WrongBytesException.class, () -> FILE.verify(packed));
        assertTrue(error.getMessage().contains("expected SHA-256 " + FILE.sha256()));
    }

    @Test
    void refusesContentThatIsTooLong() throws IOException {
        var packed = write(TinyData.gzip(Arrays.copyOf(CONTENT, 1_000_000)));
        var error = assertThrows(WrongBytesException.class, () -> FILE.verify(packed));
        assertTrue(error.getMessage().contains("more than 1000"), error.getMessage());
        assertFalse(FILE.isIn(folder));
    }

    @Test
    void tellsAFileThatIsCutShort() throws IOException {
        var packed = write(Arrays.copyOf(TinyData.gzip(CONTENT), 500));
        assertThrows(EOFException.class, () -> FILE.verify(packed));
        assertFalse(FILE.isIn(folder));
    }

    @Test
    void refusesALink() throws IOException {
        Files.write(folder.resolve("elsewhere"), TinyData.gzip(CONTENT));
        var link = Files.createSymbolicLink(folder.resolve("some.gz"), Path.of("elsewhere"));
        assertThrows(WrongBytesException.class, () -> FILE.verify(link));
    }

    @Test
    void takesAPlainFileOfTheRightSizeForPresent() throws IOException {
        assertFalse(FILE.isIn(folder));
        Files.write(folder.resolve("some"), CONTENT);
        assertTrue(FILE.isIn(folder));
        Files.write(folder.resolve("some"), new byte[999]);
        assertFalse(FILE.isIn(folder));
    }

    private Path write(byte[] packed) throws IOException {
        return Files.write(folder.resolve("some.gz"), packed);
    }
}
