package ai.d2l;

import static ai.d2l.internal.draw.Axes.number;
import static ai.d2l.internal.engine.Arguments.require;

import ai.d2l.internal.draw.ImageGrid;
import ai.d2l.internal.draw.ImageGrid.Picture;
import ai.d2l.internal.draw.Numbers;
import ai.d2l.internal.draw.Pixels;
import ai.d2l.internal.draw.Pixels.Scale;
import ai.d2l.internal.notebook.Pictures;
import ai.d2l.internal.notebook.Rendering;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Shows how the window of a convolution moves over a picture, row by row, while its map fills.
 *
 * <pre>{@code
 * SlidingWindow.show(picture, kernel, corr2d(picture, kernel));
 * }</pre>
 */
public final class SlidingWindow {

    private static final int MOST = 224;
    private static final int MILLIS = 12_000;

    /** The units of the inner three are pixels; what moves keeps one clock. */
    private static final String SVG =
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 708 308" width="708" height="308"
             font-family="system-ui, Arial, DejaVu Sans, sans-serif" font-size="15" fill="#424a53">
            <title>{text}</title>
            <style>@media (prefers-reduced-motion: reduce) { .d2l-moving { display: none } }</style>
            <rect x=".5" y=".5" width="707" height="307" rx="12" fill="#fdfdfe" stroke="#d0d7de"/>
            <text x="20" y="30">picture {picture}</text><text x="264" y="30">kernel {kernel}</text>
            <text x="464" y="30">map {map}</text><text x="464" y="{below}" font-size="13">{range}</text>
            <svg x="20" y="44" width="224" height="224" {pixels}>{light}
            <g class="d2l-moving" opacity="0">{shown}<rect {window}>{along}{down}</rect></g></svg>
            <svg x="264" y="44" width="180" height="180" {cells}>{colours}
            <g font-size=".3" text-anchor="middle">{weights}</g></svg>
            <svg x="464" y="44" width="224" height="224" {pixels}><g id="{id}">{sums}</g>
            <clipPath id="{id}-done"><rect width="{width}" height="0">{rows}</rect>
            <rect width="1" height="1">{row}{down}</rect></clipPath>
            <g class="d2l-moving" opacity="0">{shown}
            <rect width="{width}" height="{height}" fill="#eaeef2" stroke="#eaeef2" stroke-width=".2"/>
            <use href="#{id}" clip-path="url(#{id}-done)"/>
            <rect width="1" height="1" fill="#d1242f">{along}{down}</rect></g></svg>
            </svg>
            """;

    private SlidingWindow() {}

    /**
     * Shows the picture, the kernel and the map as one output of the running cell, in motion where
     * SVG is shown; prints in words what is seen outside a notebook.
     *
     * @param picture (height, width), up to 224 each; from its least value (black) to its largest
     *     (white)
     * @param kernel (height, width), no larger than the picture; blue below 0, red above
     * @param map what the kernel gives at each place in the picture, without padding and with a
     *     stride of 1: (height − kernel's height + 1, width − kernel's width + 1), drawn as the
     *     picture is
     * @throws IllegalArgumentException if one is empty, its rows differ in length, or the sizes do
     *     not fit
     */
    public static void show(float[][] picture, float[][] kernel, float[][] map) {
        Rendering made = rendering(picture, kernel, map);
        Pictures.show(() -> made, made.text());
    }

    static Rendering rendering(float[][] picture, float[][] kernel, float[][] map) {
        requireFit(picture, kernel, map);
        Scale scale = scale(map);
        String range = "black %s, white %s".formatted(brief(scale.min()), brief(scale.max()));
        String text =
                "a %s window moves over a picture of %s and fills a map of %s: %s"
                        .formatted(size(kernel), size(picture), size(map), range);
        double largest = Math.max(-scale(kernel).min(), scale(kernel).max());
        BufferedImage light = grey(picture);
        BufferedImage colours = Pixels.signed(values(kernel), kernel[0].length, largest);
        BufferedImage sums = grey(map);
        String svg =
                inMotion(map.length, map[0].length)
                        .replace("{pixels}", box(picture))
                        .replace("{cells}", box(kernel))
                        .replace("{window}", window(kernel))
                        .replace("{weights}", weights(kernel, largest))
                        .replace("{light}", image(light))
                        .replace("{colours}", image(colours))
                        .replace("{sums}", image(sums))
                        // two of these may stand in one page
                        .replace("{id}", "d2l-%08x".formatted(Arrays.deepHashCode(map)))
                        .replace("{picture}", size(picture))
                        .replace("{kernel}", size(kernel))
                        .replace("{map}", size(map))
                        .replace("{below}", String.valueOf(64 + MOST * map.length / side(picture)))
                        .replace("{range}", range)
                        .replace("{text}", text);
        var still =
                List.of(
                        new Picture(light, List.of("picture " + size(picture))),
                        new Picture(colours, List.of("kernel " + size(kernel))),
                        new Picture(sums, List.of("map " + size(map), range)));
        return Rendering.ofMoving(text, svg, Pixels.png(ImageGrid.draw(still, 3, 168)));
    }

    private static void requireFit(float[][] picture, float[][] kernel, float[][] map) {
        requireRows("picture", picture);
        requireRows("kernel", kernel);
        requireRows("map", map);
        int rows = picture.length - kernel.length + 1;
        int columns = picture[0].length - kernel[0].length + 1;
        require(side(picture) <= MOST, "the size of the picture", size(picture), "up to 224×224");
        require(
                rows > 0 && columns > 0,
                "the size of the kernel",
                size(kernel),
                "at most that of the picture, " + size(picture));
        require(
                map.length == rows && map[0].length == columns,
                "the size of the map",
                size(map),
                "%d×%d, the places of a %s window in a picture of %s"
                        .formatted(rows, columns, size(kernel), size(picture)));
    }

    private static void requireRows(String name, float[]... rows) {
        boolean empty = rows.length == 0 || rows[0].length == 0;
        require(!empty, "the size of the " + name, 0, "1×1 or more");
        for (float[] row : rows) {
            String range = "as many values as the first, " + rows[0].length;
            require(row.length == rows[0].length, "a row of the " + name, row.length, range);
        }
    }

    /** Sets all that moves: within a row, and from row to row with a rest on the whole map. */
    private static String inMotion(int height, int width) {
        int steps = height + height / 6 + 1;
        int once = Math.max(1, MILLIS / height);
        String rows =
                IntStream.range(0, steps)
                        .mapToObj(step -> String.valueOf(Math.min(step, height - 1)))
                        .collect(Collectors.joining(";"));
        String jump = "calcMode='discrete'";
        String end = jump + " keyTimes='0;%s'".formatted(number((double) height / steps));
        String along = animate("x", "0;" + (width - 1), once, "");
        return SVG.replace("{along}", along)
                .replace("{row}", animate("width", "1;" + width, once, ""))
                .replace("{down}", animate("y", rows, steps * once, jump))
                .replace("{rows}", animate("height", rows, steps * once, jump))
                .replace("{shown}", animate("opacity", "1;0", steps * once, end))
                .replace("{width}", String.valueOf(width))
                .replace("{height}", String.valueOf(height));
    }

    private static String animate(String attribute, String values, int millis, String how) {
        return "<animate attributeName='%s' values='%s' dur='%dms' repeatCount='indefinite' %s/>"
                .formatted(attribute, values, millis, how);
    }

    private static int side(float[]... rows) {
        return Math.max(rows.length, rows[0].length);
    }

    private static String box(float[]... rows) {
        return "viewBox='0 0 %1$d %1$d'".formatted(side(rows));
    }

    private static String window(float[]... kernel) {
        return "width='%d' height='%d' fill='#d1242f' fill-opacity='.15' stroke='#d1242f' stroke-width='2' vector-effect='non-scaling-stroke'"
                .formatted(kernel[0].length, kernel.length);
    }

    private static String weights(float[][] kernel, double largest) {
        var texts = new StringBuilder();
        for (int y = 0; y < kernel.length; y++) {
            for (int x = 0; x < kernel[0].length; x++) {
                String colour = Math.abs(kernel[y][x]) > largest / 2 ? " fill='#fff'" : "";
                String text = "<text x='%d.5' y='%d.6'%s>%s</text>";
                texts.append(text.formatted(x, y, colour, brief(kernel[y][x])));
            }
        }
        return texts.toString();
    }

    private static String image(BufferedImage pixels) {
        return "<image width='%d' height='%d' style='image-rendering: pixelated' href='data:image/png;base64,%s'/>"
                .formatted(
                        pixels.getWidth(),
                        pixels.getHeight(),
                        Base64.getEncoder().encodeToString(Pixels.png(pixels)));
    }

    private static String brief(double value) {
        return number(Math.round(100 * value) / 100.0);
    }

    private static String size(float[]... rows) {
        return rows.length + "×" + rows[0].length;
    }

    private static double[] values(float[]... rows) {
        return Arrays.stream(Numbers.of(rows)).flatMapToDouble(Arrays::stream).toArray();
    }

    private static Scale scale(float[]... rows) {
        return Scale.of(values(rows), 0, rows.length * rows[0].length);
    }

    private static BufferedImage grey(float[]... rows) {
        return Pixels.picture(values(rows), 0, 1, rows.length, rows[0].length, scale(rows));
    }
}
