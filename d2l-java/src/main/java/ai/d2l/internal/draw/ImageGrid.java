package ai.d2l.internal.draw;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Draws pictures of any size in a grid, each with a few lines of text above it. */
public final class ImageGrid {

    /** What the longer side of a picture among others is drawn with, in pixels. */
    public static final int SIDE = 84;

    /** What the longer side of a picture by itself is drawn with: 9 times 28. */
    public static final int SINGLE = 252;

    private static final int GAP = 10;
    private static final int LINE = 15;
    private static final int FONT_SIZE = 12;

    private ImageGrid() {}

    /** One picture and its text. */
    public record Picture(BufferedImage image, List<String> caption) {}

    /**
     * Returns the grid; captions are left out on a machine without fonts.
     *
     * @param side what the longer side of each picture is drawn with; its proportions stay
     */
    public static BufferedImage draw(List<Picture> pictures, int columns, int side) {
        int lines = pictures.stream().mapToInt(p -> p.caption().size()).max().orElse(0);
        List<BufferedImage> images = pictures.stream().map(p -> fit(p.image(), side)).toList();
        int width = images.stream().mapToInt(BufferedImage::getWidth).max().orElse(0);
        int height = images.stream().mapToInt(BufferedImage::getHeight).max().orElse(0);
        int cellWidth = (lines > 0 ? Math.max(SIDE, width) : width) + GAP; // captions need room
        int cellHeight = lines * LINE + height + GAP;
        int rows = (pictures.size() + columns - 1) / columns;
        var grid =
                new BufferedImage(
                        Math.max(1, Math.min(columns, pictures.size()) * cellWidth + GAP),
                        Math.max(1, rows * cellHeight + GAP),
                        BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = grid.createGraphics();
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, grid.getWidth(), grid.getHeight());
        for (int i = 0; i < pictures.size(); i++) {
            int x = GAP + i % columns * cellWidth;
            int y = GAP + i / columns * cellHeight;
            List<String> caption = pictures.get(i).caption();
            for (int line = 0; line < caption.size(); line++) {
                write(canvas, caption.get(line), x, y + (line + 1) * LINE - 4);
            }
            canvas.drawImage(images.get(i), x, y + lines * LINE, null);
        }
        canvas.dispose();
        return grid;
    }

    /**
     * Returns the picture with a longer side of so many pixels. A small one is enlarged pixel by
     * pixel; a large one is halved until it fits, so that nothing in it is passed over.
     */
    static BufferedImage fit(BufferedImage image, int side) {
        double scale = (double) side / Math.max(image.getWidth(), image.getHeight());
        int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
        BufferedImage smaller = image;
        while (smaller.getWidth() > 2 * width || smaller.getHeight() > 2 * height) {
            int halfWidth = Math.max(width, (smaller.getWidth() + 1) / 2);
            int halfHeight = Math.max(height, (smaller.getHeight() + 1) / 2);
            smaller = scaled(smaller, halfWidth, halfHeight);
        }
        return scaled(smaller, width, height);
    }

    private static BufferedImage scaled(BufferedImage image, int width, int height) {
        var scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = scaled.createGraphics();
        boolean enlarged = width >= image.getWidth() && height >= image.getHeight();
        canvas.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION,
                enlarged
                        ? RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR
                        : RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        canvas.drawImage(image, 0, 0, width, height, null);
        canvas.dispose();
        return scaled;
    }

    /** Writes a line, or says once that this machine has no fonts. */
    static void write(Graphics2D canvas, String text, int x, int y) {
        write(canvas, text, x, y, 0, Color.BLACK);
    }

    /** The same, with so much of the line (0 to 1) to the left of that place. */
    static void write(Graphics2D canvas, String text, int x, int y, double left, Color colour) {
        try {
            canvas.setRenderingHint(
                    RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            canvas.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE));
            canvas.setColor(colour);
            int width = canvas.getFontMetrics().stringWidth(text);
            canvas.drawString(text, x - Math.round(left * width), y);
        } catch (RuntimeException | Error e) {
            Fonts.sayOnce(e);
        }
    }
}
