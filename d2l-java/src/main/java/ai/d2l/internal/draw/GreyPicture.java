package ai.d2l.internal.draw;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.stream.IntStream;

/** A grey picture and what can be made of it; pixels go from 0 (black) to 255 (white). */
public final class GreyPicture {

    /** What is not much lighter than the ground is taken for ground. */
    private static final int NOISE = 255 / 10;

    private final int[][] pixels;

    /**
     * Takes the pixels as they are.
     *
     * @param pixels height by width, both at least 1
     */
    public GreyPicture(int[][] pixels) {
        this.pixels = pixels;
    }

    private GreyPicture(int height, int width, Pixel pixel) {
        this(new int[height][width]);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                pixels[y][x] = pixel.at(y, x);
            }
        }
    }

    private interface Pixel {
        int at(int y, int x);
    }

    /** Returns the brightness of a picture: ITU-R BT.601's weights of red, green and blue. */
    public static GreyPicture of(BufferedImage picture) {
        return new GreyPicture(
                picture.getHeight(),
                picture.getWidth(),
                (y, x) -> {
                    int rgb = picture.getRGB(x, y);
                    double red = rgb >> 16 & 255;
                    double green = rgb >> 8 & 255;
                    double blue = rgb & 255;
                    return (int) Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
                });
    }

    public int height() {
        return pixels.length;
    }

    public int width() {
        return pixels[0].length;
    }

    /** Returns this picture, or its negative if its border is more light than dark. */
    public GreyPicture lightOnDark() {
        return ground() < 128
                ? this
                : new GreyPicture(height(), width(), (y, x) -> 255 - pixels[y][x]);
    }

    /** Returns the smallest part that holds all that differs from the ground, or this picture. */
    public GreyPicture cutToContent() {
        int ground = ground() + NOISE;
        int[] rows =
                IntStream.range(0, height())
                        .filter(y -> Arrays.stream(pixels[y]).anyMatch(value -> value > ground))
                        .toArray();
        int[] columns =
                IntStream.range(0, width())
                        .filter(x -> Arrays.stream(pixels).anyMatch(row -> row[x] > ground))
                        .toArray();
        if (rows.length == 0) {
            return this;
        }
        return new GreyPicture(
                rows[rows.length - 1] - rows[0] + 1,
                columns[columns.length - 1] - columns[0] + 1,
                (y, x) -> pixels[rows[0] + y][columns[0] + x]);
    }

    /** Returns a square picture that holds this one in its middle, its longer side filled. */
    public GreyPicture fitInto(int size) {
        int[][] square = square();
        double scale = (double) square.length / size;
        return new GreyPicture(size, size, (y, x) -> mean(square, y * scale, x * scale, scale));
    }

    /**
     * Returns this picture, or of a strip one whose shorter side is repeated until at least a whole
     * pixel is left of it when the longer has so many: it would fade away.
     */
    public GreyPicture thickened(int size) {
        int longer = Math.max(height(), width());
        int shorter = Math.min(height(), width());
        if (shorter * size >= longer) {
            return this;
        }
        int times = (2 * longer - 1) / (size * shorter) + 1;
        return height() < width()
                ? new GreyPicture(times * height(), width(), (y, x) -> pixels[y / times][x])
                : new GreyPicture(height(), times * width(), (y, x) -> pixels[y][x / times]);
    }

    /** Returns this as a picture to be drawn. */
    public BufferedImage image() {
        var image = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height(); y++) {
            for (int x = 0; x < width(); x++) {
                image.setRGB(x, y, pixels[y][x] * 0x010101);
            }
        }
        return image;
    }

    /** Returns the pixels in the middle of a square, filled up with black. */
    private int[][] square() {
        int size = Math.max(height(), width());
        int[][] square = new int[size][size];
        for (int y = 0; y < height(); y++) {
            int left = (size - width()) / 2;
            System.arraycopy(pixels[y], 0, square[y + (size - height()) / 2], left, width());
        }
        return square;
    }

    /** Returns the pixels row by row. */
    public byte[] bytes() {
        var bytes = new byte[height() * width()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) pixels[i / width()][i % width()];
        }
        return bytes;
    }

    /** The middle value of the border: what most of it looks like. */
    private int ground() {
        IntStream ends =
                Arrays.stream(pixels)
                        .flatMapToInt(row -> IntStream.of(row[0], row[row.length - 1]));
        IntStream edges =
                IntStream.concat(Arrays.stream(pixels[0]), Arrays.stream(pixels[height() - 1]));
        int[] border = IntStream.concat(ends, edges).sorted().toArray();
        return border[border.length / 2];
    }

    /** The mean over a patch of a large picture, or the one pixel under it in a small one. */
    private static int mean(int[][] from, double top, double left, double side) {
        int y1 = Math.min(from.length, Math.max((int) top + 1, (int) (top + side)));
        int x1 = Math.min(from.length, Math.max((int) left + 1, (int) (left + side)));
        double sum = 0;
        for (int y = (int) top; y < y1; y++) {
            for (int x = (int) left; x < x1; x++) {
                sum += from[y][x];
            }
        }
        return (int) Math.round(sum / ((y1 - (int) top) * (double) (x1 - (int) left)));
    }
}
