package ai.d2l.internal.draw;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives a picture a palette of 256 colours, which makes its PNG about half as large.
 *
 * <p>A picture of up to 256 colours, such as a grey one, stays as it is. In a chart there are more,
 * at the edges of letters and lines; the rare ones take the most similar of the others.
 */
final class Palette {

    private static final int MOST = 256;

    /** The share of pixels that may change their colour; a photograph would need more. */
    private static final double RARE = 0.02;

    private Palette() {}

    /** Returns the picture with a palette, or itself if it is a photograph or has transparency. */
    static BufferedImage of(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
        Map<Integer, Integer> counts = new HashMap<>();
        for (int pixel : pixels) {
            counts.merge(pixel, 1, Integer::sum);
        }
        int[] colours =
                counts.keySet().stream()
                        .sorted(Comparator.comparing(counts::get).reversed())
                        .limit(MOST)
                        .mapToInt(colour -> colour)
                        .toArray();
        Map<Integer, Integer> places = new HashMap<>();
        int kept = 0;
        for (int i = 0; i < colours.length; i++) {
            places.put(colours[i], i);
            kept += counts.get(colours[i]);
        }
        if (picture.getColorModel().hasAlpha() || kept < pixels.length * (1 - RARE)) {
            return picture;
        }
        var model = new IndexColorModel(8, colours.length, colours, 0, false, -1, 0);
        var indexed = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
        for (int i = 0; i < pixels.length; i++) {
            int place = places.computeIfAbsent(pixels[i], colour -> nearest(colour, colours));
            indexed.getRaster().setSample(i % width, i / width, 0, place);
        }
        return indexed;
    }

    private static int nearest(int colour, int[] colours) {
        int nearest = 0;
        for (int i = 1; i < colours.length; i++) {
            if (distance(colour, colours[i]) < distance(colour, colours[nearest])) {
                nearest = i;
            }
        }
        return nearest;
    }

    private static int distance(int a, int b) {
        int sum = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            int difference = (a >> shift & 0xFF) - (b >> shift & 0xFF);
            sum += difference * difference;
        }
        return sum;
    }
}
