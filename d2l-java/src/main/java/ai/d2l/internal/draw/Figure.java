package ai.d2l.internal.draw;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/**
 * A picture of one panel, or of several below each other over the same x axis.
 *
 * @param title the line above the panels, may be empty
 */
public record Figure(String title, List<Panel> panels) {

    /** What all pictures are wide, in pixels. */
    public static final int WIDTH = 600;

    /** What all pictures are high, in pixels. */
    public static final int HEIGHT = 400;

    /**
     * Draws the picture.
     *
     * @return the bytes of a PNG, 600 by 400 pixels
     * @throws IOException if this machine cannot draw text; the message says what it lacks
     */
    public byte[] png() throws IOException {
        return png(() -> draw(WIDTH, HEIGHT));
    }

    /**
     * Draws anything that has text in it.
     *
     * @throws IOException if this machine cannot draw text; the message says what it lacks
     */
    public static byte[] png(Supplier<BufferedImage> drawing) throws IOException {
        try {
            return Pixels.png(drawing.get());
        } catch (RuntimeException | Error e) {
            // without any font AWT throws an Error at the first text it has to draw
            throw new IOException("No picture: " + Fonts.whyNoPicture(e), e);
        }
    }

    /**
     * Draws a figure for nobody: the first one in a process takes half a second, and fonts.
     *
     * @throws IOException if this machine cannot draw text
     */
    public static void warmUp() throws IOException {
        var axes = new Axes(new Axes.Axis("x", "x"), new Axes.Axis("y", "y"));
        var line = Series.line("a", new double[] {0, 1}, 0, 1);
        new Figure("", List.of(new Panel(axes, List.of(line), 0))).png();
    }

    private BufferedImage draw(int width, int height) {
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = picture.createGraphics();
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, width, height);
        int top = 0;
        for (int i = 0; i < panels.size(); i++) {
            boolean isLast = i == panels.size() - 1;
            int bottom = height * (i + 1) / panels.size();
            var chart = panels.get(i).chart(i == 0 ? title : "", panels.size(), isLast);
            canvas.translate(0, top);
            chart.paint(canvas, width, bottom - top);
            canvas.translate(0, -top);
            top = bottom;
        }
        canvas.dispose();
        return picture;
    }
}
