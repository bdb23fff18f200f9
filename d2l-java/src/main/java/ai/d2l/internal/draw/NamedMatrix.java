package ai.d2l.internal.draw;

import ai.d2l.internal.draw.Pixels.Scale;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;

/**
 * A matrix as a table in colours, the darker the more, with its numbers.
 *
 * @param values row by row, one for each pair of names
 */
public record NamedMatrix(double[] values, List<String> rows, List<String> columns) {

    private static final int WIDTH = 46;
    private static final int HEIGHT = 24;
    private static final int LETTER = 7;
    private static final int DARK = 0x08306B;

    /** Draws it; without texts on a machine without fonts. */
    public BufferedImage draw() {
        boolean slanted = longest(columns) > WIDTH;
        int left = longest(rows) + LETTER;
        int top = slanted ? longest(columns) * 3 / 4 + LETTER : HEIGHT;
        int right = left + columns.size() * WIDTH;
        var image =
                new BufferedImage(
                        right + (slanted ? longest(columns) * 3 / 4 : 1),
                        top + rows.size() * HEIGHT + 1,
                        BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setColor(Color.WHITE);
        canvas.fillRect(0, 0, image.getWidth(), image.getHeight());
        Scale range = Scale.of(values, 0, values.length);
        Scale shades = new Scale(Math.min(0, range.min()), range.max());
        DoubleFunction<String> format = format();
        for (int i = 0; i < values.length; i++) {
            int x = left + i % columns.size() * WIDTH;
            int y = top + i / columns.size() * HEIGHT;
            cell(canvas, format.apply(values[i]), shades.place(values[i]), x, y);
        }
        for (int i = 0; i < rows.size(); i++) {
            int y = top + i * HEIGHT + HEIGHT * 2 / 3;
            ImageGrid.write(canvas, rows.get(i), left - LETTER, y, 1, Color.BLACK);
        }
        for (int i = 0; i < columns.size(); i++) {
            var place = canvas.getTransform();
            canvas.translate(left + i * WIDTH + WIDTH / 2, top - LETTER);
            canvas.rotate(slanted ? -Math.PI / 4 : 0);
            ImageGrid.write(canvas, columns.get(i), 0, 0, slanted ? 0 : 0.5, Color.BLACK);
            canvas.setTransform(place);
        }
        canvas.dispose();
        return image;
    }

    private static void cell(Graphics2D canvas, String text, double shade, int x, int y) {
        canvas.setColor(new Color(Pixels.between(0xFFFFFF, DARK, shade)));
        canvas.fillRect(x, y, WIDTH, HEIGHT);
        canvas.setColor(Color.LIGHT_GRAY);
        canvas.drawRect(x, y, WIDTH, HEIGHT);
        var colour = shade > 0.5 ? Color.WHITE : Color.BLACK;
        ImageGrid.write(canvas, text, x + WIDTH / 2, y + HEIGHT * 2 / 3, 0.5, colour);
    }

    /** Returns a row in words: its name and its numbers. */
    public String words(int row) {
        int width = columns.size();
        return Arrays.stream(values, row * width, (row + 1) * width)
                .mapToObj(format())
                .collect(Collectors.joining(" ", rows.get(row) + " ", ""));
    }

    private DoubleFunction<String> format() {
        boolean whole = Arrays.stream(values).allMatch(v -> v == Math.rint(v));
        return value -> Axes.number(whole ? value : Math.round(100 * value) / 100.0);
    }

    private static int longest(List<String> names) {
        return LETTER * names.stream().mapToInt(String::length).max().orElse(0);
    }
}
