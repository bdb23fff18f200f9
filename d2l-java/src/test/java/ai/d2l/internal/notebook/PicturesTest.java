package ai.d2l.internal.notebook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {

    @TempDir Path folder;

    /** What runs where no file can have more than 4 KiB. */
    static final class Save {
        public static void main(String[] args) {
            try {
                Pictures.save(Path.of(System.getProperty("file")), new byte[100_000]);
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void leaveTheOldFileWholeWhereThereIsNoRoom() throws IOException {
        var file = Files.write(folder.resolve("curve.png"), new byte[] {1, 2, 3});
        var words = List.of("-XX:-UsePerfData", "-Dfile=" + file, "-cp");
        var java = ChildJvm.java(new ArrayList<>(words));
        java.command().add(System.getProperty("java.class.path"));
        java.command().add(Save.class.getName());
        java.command().addAll(0, List.of("sh", "-c", "ulimit -f 8; exec \"$@\"", "sh"));
        var process = java.redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(said.startsWith(file + " is not written, and as it was before: "), said);
        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(file));
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void replaceTheFileThatALinkLeadsTo() throws IOException {
        var file = Files.write(folder.resolve("curve.png"), new byte[] {1});
        var link = Files.createSymbolicLink(folder.resolve("link.png"), file);
        Pictures.save(link, new byte[] {2});
        assertArrayEquals(new byte[] {2}, Files.readAllBytes(file));
        assertTrue(Files.isSymbolicLink(link));
    }
}
