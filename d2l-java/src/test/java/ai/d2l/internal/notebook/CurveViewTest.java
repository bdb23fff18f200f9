package ai.d2l.internal.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.d2l.Animator;
import ai.d2l.Printed;
import ai.d2l.kernel.TinyKernel;
import ai.d2l.kernel.TinyKernel.Output;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CurveViewTest {

    private final TinyKernel kernel = new TinyKernel();
    private Animator animator;

    @BeforeEach
    void start() {
        kernel.beginCell();
        animator = Animator.builder().setLegend("loss").optXLabel("epoch").optXLim(0, 2).build();
    }

    @AfterEach
    void close() {
        kernel.close();
    }

    @Test
    void showsAPictureAndTheSameInWordsForWhoCannotSeeIt() throws IOException {
        animator.add(1, 0.5);
        animator.finish();
        Output output = kernel.next();
        while (!output.data().get("text/plain").equals("epoch 1: loss 0.500")) {
            output = kernel.next();
        }
        byte[] png = Base64.getDecoder().decode(output.data().get("image/png"));
        assertEquals("epoch 1: loss 0.500", output.alt());
        assertEquals(600, ImageIO.read(new ByteArrayInputStream(png)).getWidth());
    }

    @Test
    void printsNothingBesides() {
        var lines =
                Printed.by(
                        () -> {
                            animator.add(1, 0.5);
                            animator.add(2, 0.25);
                        });
        assertEquals(List.of(), lines);
    }

    @Test
    void leavesNoProgressInTheLastState() {
        animator.add(2, 0.25);
        assertEquals("epoch 2: loss 0.250", kernel.next().data().get("text/plain"));
        assertTrue(kernel.isSilent());
    }

    @Test
    void keepsTheInterruptOfAThreadThatWaitsForThePicture() {
        Thread.currentThread().interrupt();
        animator.add(2, 0.25);
        assertTrue(Thread.interrupted());
        assertFalse(kernel.next().data().isEmpty());
    }
}
