package ai.d2l.internal.draw;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.DoubleToIntFunction;
import javax.imageio.ImageIO;

/** Makes pixels of values, and files of pixels. */
public final class Pixels {

    /** What no colour stands for. */
    private static final int NOT_A_NUMBER = 0xD55E00;

    /** Dark to light, and in order without colours too: some of matplotlib's viridis. */
    private static final int[] HEAT = {0x440154, 0x3B528B, 0x21918C, 0x5EC962, 0xFDE725};

    /** What is below 0, and above: the ends of ColorBrewer's RdBu, apart for the colour-blind. */
    private static final int BELOW = 0x2166AC;

    private static final int ABOVE = 0xB2182B;
    private static final int WHITE = 0xFFFFFF;

    // of a heat map, in pixels
    private static final int SIDE = 320;
    private static final int GAP = 12;
    private static final int BAR = 16;
    private static final int LABELS = 70;
    private static final int LINE = 12;

    private Pixels() {}

    /** The values that are drawn as the darkest and as the lightest. */
    public record Scale(double min, double max) {

        /** Returns the least and the largest of the finite values. */
        public static Scale of(double[] values, int from, int count) {
            double min = Double.POSITIVE_INFINITY;
            double max = Double.NEGATIVE_INFINITY;
            for (int i = from; i < from + count; i++) {
                if (Double.isFinite(values[i])) {
                    min = Math.min(min, values[i]);
                    max = Math.max(max, values[i]);
                }
            }
            return max < min ? new Scale(0, 1) : new Scale(min, max);
        }

        /** Returns 0 for the least, 1 for the largest, nothing below or above them. */
        double place(double value) {
            double span = max > min ? max - min : 1;
            return Math.max(0, Math.min(1, (value - min) / span));
        }

        private int grey(double value) {
            return (int) Math.round(255 * place(value));
        }
    }

    /**
     * Returns a picture, channel by channel and row by row as arrays have it.
     *
     * @param from where in the values it begins
     * @param channels 1 for grey, 3 for red, green and blue
     */
    public static BufferedImage picture(
            double[] values, int from, int channels, int height, int width, Scale scale) {
        int area = height * width;
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < area; i++) {
            int rgb = 0;
            for (int channel = 0; channel < 3; channel++) {
                double value = values[from + (channels == 3 ? channel * area : 0) + i];
                rgb = Double.isNaN(value) ? NOT_A_NUMBER : rgb << 8 | scale.grey(value);
            }
            image.setRGB(i % width, i / width, rgb);
        }
        return image;
    }

    /** Returns one value a pixel, in colours. */
    private static BufferedImage paint(double[] values, int width, DoubleToIntFunction colour) {
        int height = values.length / width;
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < values.length; i++) {
            boolean known = !Double.isNaN(values[i]);
            image.setRGB(i % width, i / width, known ? colour.applyAsInt(values[i]) : NOT_A_NUMBER);
        }
        return image;
    }

    /** Returns the colour of a place between 0 and 1. */
    private static int heat(double place) {
        double at = place * (HEAT.length - 1);
        int i = Math.min((int) at, HEAT.length - 2);
        return between(HEAT[i], HEAT[i + 1], at - i);
    }

    /** Returns the colour at a place between one (0) and another (1). */
    static int between(int from, int to, double place) {
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int low = from >> shift & 255;
            int high = to >> shift & 255;
            rgb = rgb << 8 | (int) Math.round(low + place * (high - low));
        }
        return rgb;
    }

    /**
     * Returns one value a pixel: blue below 0, white at 0, red above.
     *
     * @param largest the size of what is drawn in full colours
     */
    public static BufferedImage signed(double[] values, int width, double largest) {
        var scale = new Scale(0, largest);
        return paint(
                values,
                width,
                v -> between(WHITE, v < 0 ? BELOW : ABOVE, scale.place(Math.abs(v))));
    }

    /** Draws a matrix in colours, row by row, and beside it the bar that tells what they mean. */
    public static BufferedImage heatMap(double[] values, int width, Scale scale) {
        BufferedImage map = paint(values, width, value -> heat(scale.place(value)));
        BufferedImage large = ImageGrid.fit(map, SIDE);
        int height = Math.max(large.getHeight(), 4 * LINE);
        int right = large.getWidth() + GAP;
        var all = new BufferedImage(right + BAR + LABELS, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = all.createGraphics();
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, all.getWidth(), height);
        canvas.drawImage(large, 0, 0, null);
        for (int y = 0; y < height; y++) {
            canvas.setColor(new Color(heat(1 - y / (height - 1.0))));
            canvas.fillRect(right, y, BAR, 1);
        }
        ImageGrid.write(canvas, Axes.number(scale.max()), right + BAR + 4, LINE);
        ImageGrid.write(canvas, Axes.number(scale.min()), right + BAR + 4, height - 2);
        canvas.dispose();
        return all;
    }

    /** Returns a picture as the bytes of a PNG, as files and notebooks take them. */
    public static byte[] png(BufferedImage picture) {
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(Palette.of(picture), "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
