package ai.d2l.internal.draw;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gives a picture a palette of at most 256 colours, which makes its PNG about half as large.
 *
 * <p>A picture of up to 256 colours, such as a grey one, stays as it is. Of others the lowest bits
 * are left out, so that the edges of letters and lines, and nothing else, take the colour of a near
 * shade.
 */
final class Palette {

    private static final int MOST = 256;

    private Palette() {}

    /** Returns the picture with a palette, or itself if it is a photograph or has transparency. */
    static BufferedImage of(BufferedImage picture) {
        if (picture.getColorModel().hasAlpha()) {
            return picture;
        }
        int width = picture.getWidth();
        int height = picture.getHeight();
        int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
        Map<Integer, Integer> counts = new HashMap<>();
        for (int pixel : pixels) {
            counts.merge(pixel, 1, Integer::sum);
        }
        for (int bits = 8; bits >= 5; bits--) {
            int mask = 0x010101 * (0xFF << (8 - bits) & 0xFF);
            Map<Integer, Integer> shades = shades(counts, mask);
            if (shades.size() <= MOST) {
                return indexed(pixels, width, height, shades, mask);
            }
        }
        return picture;
    }

    /** Returns for each shade the colour of it that most pixels have. */
    private static Map<Integer, Integer> shades(Map<Integer, Integer> counts, int mask) {
        Map<Integer, Integer> shades = new LinkedHashMap<>();
        counts.forEach(
                (colour, count) ->
                        shades.merge(
                                colour & mask,
                                colour,
                                (a, b) -> counts.get(a) >= counts.get(b) ? a : b));
        return shades;
    }

    private static BufferedImage indexed(
            int[] pixels, int width, int height, Map<Integer, Integer> shades, int mask) {
        var places = new HashMap<Integer, Integer>();
        int[] colours = new int[shades.size()];
        shades.forEach(
                (shade, colour) -> {
                    colours[places.size()] = colour;
                    places.put(shade, places.size());
                });
        var model = new IndexColorModel(8, colours.length, colours, 0, false, -1, 0);
        var indexed = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
        int[] samples = new int[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            samples[i] = places.get(pixels[i] & mask);
        }
        indexed.getRaster().setPixels(0, 0, width, height, samples);
        return indexed;
    }
}
