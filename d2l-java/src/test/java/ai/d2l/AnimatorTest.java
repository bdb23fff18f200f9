package ai.d2l;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnimatorTest {

    @TempDir Path folder;

    private final Animator animator =
            Animator.builder()
                    .setLegend("loss", "acc")
                    .optXLabel("epoch")
                    .optXLim(0, 2)
                    .optYLabel("y")
                    .optYLim(0, 3)
                    .build();

    @Test
    void keepsARowForEachXAndAColumnForEachCurve() {
        animator.add(0.5, 2.5, null);
        animator.add(0.25, 3, null);
        var table = animator.toTable();
        assertEquals(List.of("epoch", "loss", "acc"), table.columnNames());
        assertEquals(List.of(0.25, 0.5), table.doubleColumn("epoch").asList());
        assertEquals(List.of(3.0, 2.5), table.doubleColumn("loss").asList());
    }

    @Test
    void leavesACurveOutWhereItsValueIsNull() {
        animator.add(0.5, 2.5, null);
        animator.add(0.5, null, 0.25);
        animator.add(0.75, 2, null);
        var acc = animator.toTable().doubleColumn("acc");
        assertEquals(0.25, acc.get(0));
        assertTrue(acc.isMissing(1));
    }

    @Test
    void takesAsManyValuesAsThereAreCurves() {
        var error = assertThrows(IllegalArgumentException.class, () -> animator.add(1, 2.5));
        assertEquals(
                "Animator with the curves [loss, acc], got 1 values: give one for each,"
                        + " null for none",
                error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> animator.add(1, (Number[]) null));
        assertEquals(0, animator.toTable().rowCount());
    }

    @Test
    void savesAPictureOf600By400() throws IOException {
        Printed.by(() -> animator.add(1, 2.5, 0.25));
        var file = folder.resolve("curve.png");
        animator.save(file);
        var picture = ImageIO.read(file.toFile());
        assertEquals(600, picture.getWidth());
        assertEquals(400, picture.getHeight());
    }

    @Test
    void drawsWhatWasAdded() throws IOException {
        animator.save(folder.resolve("empty.png"));
        Printed.by(
                () -> {
                    animator.add(1, 2.5, 0.25);
                    animator.add(2, 2.0, 0.5);
                });
        animator.save(folder.resolve("curves.png"));
        var empty = ImageIO.read(folder.resolve("empty.png").toFile());
        var curves = ImageIO.read(folder.resolve("curves.png").toFile());
        assertFalse(has(empty, 0x0072B2), "no curve, no colour of the first curve");
        assertTrue(has(curves, 0x0072B2) && has(curves, 0xD55E00), "both curves");
    }

    private static boolean has(BufferedImage picture, int colour) {
        return IntStream.range(0, 600 * 400)
                .anyMatch(i -> (picture.getRGB(i % 600, i / 600) & 0xffffff) == colour);
    }

    @Test
    void namesTheFileThatCannotBeWritten() {
        var file = folder.resolve("no-such-folder/curve.png");
        var error = assertThrows(IOException.class, () -> animator.save(file));
        assertTrue(error.getMessage().startsWith(file + " is not written"), error::getMessage);
        assertFalse(Files.exists(file));
    }

    @Test
    void printsALineAtEachWholeXOutsideANotebook() {
        var lines =
                Printed.by(
                        () -> {
                            animator.add(0.5, 2.5, null);
                            animator.add(1, 2.0, 0.25);
                            animator.add(1.5, 1.5, null);
                            animator.add(2, 1.0, 0.5);
                            animator.finish();
                        });
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(0).matches("epoch 1.0 of 2, \\d+ s left: loss 2.000, acc 0.250"));
        assertEquals("epoch 2: loss 1.000, acc 0.500", lines.get(1));
    }

    @Test
    void saysTheStatusWhileTheCurvesGrow() {
        animator.status("50 examples/s");
        var lines = Printed.by(() -> animator.add(1, 2.0, 0.25));
        assertTrue(lines.get(0).startsWith("epoch 1.0 of 2, 50 examples/s, "), lines::toString);
    }

    @Test
    void alwaysPrintsTheLastStateAndOnlyOnce() {
        var lines =
                Printed.by(
                        () -> {
                            animator.add(1.2, 2.0, null);
                            animator.finish();
                            animator.finish();
                        });
        assertEquals(List.of("epoch 1.2: loss 2.000"), lines);
    }

    @Test
    void printsNothingWhenNothingWasAdded() {
        assertEquals(List.of(), Printed.by(animator::finish));
    }

    @Test
    void makesNoGuessOfTheTimeLeftAtTheStart() {
        var lines = Printed.by(() -> animator.add(0, 2.0, 0.25));
        assertEquals(List.of("epoch 0.0 of 2: loss 2.000, acc 0.250"), lines);
    }

    @Test
    void needsALegend() {
        var error = assertThrows(IllegalStateException.class, () -> Animator.builder().build());
        assertEquals("Animator.builder() needs setLegend(\"…\")", error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Animator.builder().setLegend());
    }

    @Test
    void needsNamesThatDiffer() {
        var twice = Animator.builder().setLegend("loss", "loss");
        var error = assertThrows(IllegalArgumentException.class, twice::build);
        assertEquals(
                "The axis x and the curves [loss, loss] need names that differ",
                error.getMessage());
        assertThrows(IllegalArgumentException.class, Animator.builder().setLegend("x")::build);
    }

    @Test
    void needsAnAxisThatSpansSomething() {
        var builder = Animator.builder();
        var error = assertThrows(IllegalArgumentException.class, () -> builder.optXLim(3, 3));
        assertEquals(
                "The x axis spans 3.0 to 3.0: it takes two finite numbers, the first below the second",
                error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> builder.optYLim(Double.NaN, 1));
        double infinite = Double.POSITIVE_INFINITY;
        assertThrows(IllegalArgumentException.class, () -> builder.optXLim(0, infinite));
    }

    @Test
    void needsNamesThatAreNotEmpty() {
        var builder = Animator.builder().setLegend("loss", " ");
        var error = assertThrows(IllegalArgumentException.class, builder::build);
        assertEquals(
                "The axis 'x' and the curves [loss,  ] need names that are not empty",
                error.getMessage());
    }

    @Test
    void needsALogarithmicAxisAboveZero() {
        var builder = Animator.builder().setLegend("loss").optLogarithmicY(true).optYLim(0, 1);
        var error = assertThrows(IllegalArgumentException.class, builder::build);
        assertEquals(
                "The y axis is logarithmic and begins at 0.0: begin above 0, or let it be linear",
                error.getMessage());
    }

    @Test
    void saysOnceWhatALogarithmicAxisDoesNotShow() throws IOException {
        var animator = Animator.builder().setLegend("loss").optLogarithmicY(true).build();
        var lines =
                Printed.by(
                        () -> {
                            animator.add(0.5, 0.1);
                            animator.add(1.5, 0);
                            animator.add(2.5, -1);
                        });
        assertEquals(
                List.of(
                        "'loss' is 0 at x 1.5: a logarithmic axis has no place for 0 or less, so"
                                + " such values are kept and not drawn"),
                lines);
        animator.save(folder.resolve("log.png"));
        assertEquals(3, animator.toTable().rowCount());
    }

    @Test
    void printsEveryTenthLineAfterAHundred() {
        var animator = Animator.builder().setLegend("loss").build();
        var lines =
                Printed.by(() -> IntStream.rangeClosed(1, 1000).forEach(i -> animator.add(i, 1)));
        assertEquals("x 100.0: loss 1.000", lines.get(99));
        assertEquals("x 110.0: loss 1.000", lines.get(100));
        assertEquals(190, lines.size());
    }

    @Test
    void refusesAPanelForACurveThatIsNone() {
        var builder = Animator.builder().setLegend("loss", "acc").optPanel("loss", "lost");
        var error = assertThrows(IllegalArgumentException.class, builder::build);
        assertEquals("A panel is for 'lost', and the curves are [loss, acc]", error.getMessage());
    }

    @Test
    void showsNothingWhenHiddenAndKeepsTheHistory() {
        var animator = Animator.builder().setLegend("loss").optXLim(0, 1).hidden().build();
        assertEquals(List.of(), Printed.by(() -> animator.add(1, 0.5)));
        assertEquals(1, animator.toTable().rowCount());
    }
}
