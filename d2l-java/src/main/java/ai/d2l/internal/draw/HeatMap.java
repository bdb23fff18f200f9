package ai.d2l.internal.draw;

import ai.d2l.internal.draw.Pixels.Scale;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** Draws a matrix in colours, and beside it the bar that tells what they mean. */
public final class HeatMap {

    private static final int SIDE = 320;
    private static final int GAP = 12;
    private static final int BAR = 16;
    private static final int LABELS = 70;
    private static final int LINE = 12;

    private HeatMap() {}

    /** Draws the values, row by row. */
    public static BufferedImage draw(double[] values, int width, Scale scale) {
        BufferedImage map = Pixels.paint(values, width, value -> Pixels.heat(scale.place(value)));
        BufferedImage large = ImageGrid.fit(map, SIDE);
        int height = Math.max(large.getHeight(), 4 * LINE);
        int right = large.getWidth() + GAP;
        var all = new BufferedImage(right + BAR + LABELS, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = all.createGraphics();
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, all.getWidth(), height);
        canvas.drawImage(large, 0, 0, null);
        for (int y = 0; y < height; y++) {
            canvas.setColor(new Color(Pixels.heat(1 - y / (height - 1.0))));
            canvas.fillRect(right, y, BAR, 1);
        }
        ImageGrid.write(canvas, Axes.number(scale.max()), right + BAR + 4, LINE);
        ImageGrid.write(canvas, Axes.number(scale.min()), right + BAR + 4, height - 2);
        canvas.dispose();
        return all;
    }
}
