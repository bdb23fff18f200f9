package ai.d2l.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Draws small grey pictures in a grid, each with a few lines of text above it. */
public final class ImageGrid {

    private static final int PICTURE = 84;
    private static final int GAP = 10;
    private static final int LINE = 15;
    private static final int FONT_SIZE = 12;

    private ImageGrid() {}

    /** One grey picture: height by width values from 0 (black) to 255 (white). */
    public record Picture(int[][] pixels, List<String> caption) {}

    /** Returns the grid; captions are left out on a machine without fonts. */
    public static BufferedImage draw(List<Picture> pictures, int columns) {
        int lines = pictures.stream().mapToInt(p -> p.caption().size()).max().orElse(0);
        int rows = (pictures.size() + columns - 1) / columns;
        int cellHeight = lines * LINE + PICTURE + GAP;
        int cellWidth = PICTURE + GAP;
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
            caption(canvas, pictures.get(i).caption(), x, y);
            canvas.drawImage(
                    image(pictures.get(i).pixels()), x, y + lines * LINE, PICTURE, PICTURE, null);
        }
        canvas.dispose();
        return grid;
    }

    private static BufferedImage image(int[][] pixels) {
        var image =
                new BufferedImage(pixels[0].length, pixels.length, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < pixels.length; y++) {
            image.getRaster().setPixels(0, y, pixels[y].length, 1, pixels[y]);
        }
        return image;
    }

    private static void caption(Graphics2D canvas, List<String> lines, int x, int y) {
        try {
            canvas.setRenderingHint(
                    RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            canvas.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE));
            canvas.setColor(Color.BLACK);
            for (int i = 0; i < lines.size(); i++) {
                canvas.drawString(lines.get(i), x, y + (i + 1) * LINE - 4);
            }
        } catch (RuntimeException | Error e) {
            Fonts.sayOnce(e);
        }
    }
}
