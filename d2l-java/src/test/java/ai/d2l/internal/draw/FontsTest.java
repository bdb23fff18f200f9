package ai.d2l.internal.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.d2l.Animator;
import ai.d2l.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FontsTest {

    private static final String ADVICE =
            "this machine has no fonts; install fontconfig and a font, such as the package"
                    + " fonts-dejavu-core, and restart the kernel";

    /** What runs on a machine without fonts. */
    static final class Draw {
        public static void main(String[] args) {
            var animator = Animator.builder().setLegend("loss").build();
            animator.add(1, 0.5);
            try {
                animator.save(Path.of(System.getProperty("file")));
                System.out.println("saved");
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
            var white = new GreyPicture(new int[][] {{255}}).image();
            var picture = new ImageGrid.Picture(white, List.of("coat"));
            var grid = ImageGrid.draw(List.of(picture, picture), 10, 84);
            System.out.println("grid of width " + grid.getWidth());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void areAskedForWhereThereAreNone(@TempDir Path folder)
            throws IOException, InterruptedException {
        var none = Files.createFile(folder.resolve("fontconfig.properties"));
        var file = folder.resolve("curve.png");
        var lines =
                ChildJvm.run(
                        Draw.class, Map.of(), "-Dsun.awt.fontconfig=" + none, "-Dfile=" + file);
        assumeFalse(lines.contains("saved"), "this Java finds fonts all the same");
        assertEquals(
                List.of(
                        "x 1.0: loss 0.500",
                        "No picture: " + ADVICE,
                        "No text in pictures: " + ADVICE,
                        "grid of width 198"),
                lines);
        assertFalse(Files.exists(file));
    }

    @Test
    void areNotBlamedForAnotherFault() {
        var fault = new IllegalStateException("disk full");
        assertEquals("java.lang.IllegalStateException: disk full", Fonts.whyNoPicture(fault));
        assertEquals(ADVICE, Fonts.whyNoPicture(new Error("No physical fonts found")));
        assertEquals(ADVICE, Fonts.whyNoPicture(new Error(new Error("Fontconfig head is null"))));
    }
}
