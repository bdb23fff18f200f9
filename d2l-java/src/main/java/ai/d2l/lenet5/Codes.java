package ai.d2l.lenet5;

import java.util.Arrays;

/**
 * The codes of the ten classes: small pictures of the digits, 7 pixels wide and 12 high, drawn for
 * this project.
 *
 * <p>A code lists the pixels row by row, 1 for ink and -1 for paper. The published network used
 * such bitmaps too, of other drawing (LeCun et al. 1998, section II.B and figure 3).
 */
public final class Codes {

    /** How many pixels a row of a bitmap has. */
    public static final int WIDTH = 7;

    /** How many rows a bitmap has. */
    public static final int HEIGHT = 12;

    private static final int CLASSES = 10;

    private static final String DIGITS =
            """
            ..###.. ...##.. .#####. ####### .....#. ####### ...###. ....... ....... .......
            .#...#. ..###.. ##...## ....##. ....##. ##..... ..##... ####### ..###.. ..###..
            ##...## .####.. .....## ...##.. ...###. ##..... .##.... ####### .#...#. .#...#.
            ##...## ...##.. .....## ..####. ..#.##. ##..... ##..... .....## .#...#. ##...##
            ##...## ...##.. ....##. .....## .#..##. ######. ##..... .....#. ..###.. ##...##
            ##...## ...##.. ...##.. .....## ##..##. .....## #.####. ....##. .##.##. .#..###
            ##...## ...##.. ..##... .....## #...##. .....## ##...## ...##.. ##...## ..###.#
            ##...## ...##.. .##.... .....## ####### .....## ##...## ...#... ##...## .....##
            ##...## ...##.. ##..... ##...## ....##. .....## ##...## ..##... ##...## ....##.
            .#...#. ...##.. ##..... .#...#. ....##. ##...## .#...#. ..##... ##...## ....##.
            ..###.. .###### ####### ..###.. ....##. .#####. ..###.. ..##... .#####. ...##..
            ....... ....... ....... ....... ....... ....... ....... ..##... ....... .###...
            """;

    private Codes() {}

    /** Returns the bitmaps of the digits 0 to 9, shape (10, 84). */
    public static float[][] digits() {
        var codes = new float[CLASSES][WIDTH * HEIGHT];
        String[] lines = DIGITS.lines().toArray(String[]::new);
        for (int row = 0; row < HEIGHT; row++) {
            String[] bitmaps = lines[row].split(" ");
            for (int digit = 0; digit < CLASSES; digit++) {
                for (int column = 0; column < WIDTH; column++) {
                    boolean ink = bitmaps[digit].charAt(column) == '#';
                    codes[digit][row * WIDTH + column] = ink ? 1 : -1;
                }
            }
        }
        return codes;
    }

    /** Returns in how many components each two codes differ, shape (codes, codes). */
    public static int[][] hammingDistances(float[][] codes) {
        var distances = new int[codes.length][codes.length];
        for (int i = 0; i < codes.length; i++) {
            for (int k = 0; k < codes.length; k++) {
                for (int j = 0; j < codes[i].length; j++) {
                    distances[i][k] += codes[i][j] == codes[k][j] ? 0 : 1;
                }
            }
        }
        return distances;
    }

    static float[] flat(float[][] codes) {
        var flat = new float[codes.length * codes[0].length];
        for (int i = 0; i < codes.length; i++) {
            System.arraycopy(codes[i], 0, flat, i * codes[0].length, codes[0].length);
        }
        return flat;
    }

    /** Returns a copy of the codes, if they are codes. */
    static float[][] requireCodes(float[][] codes) {
        if (codes.length == 0) {
            throw new IllegalArgumentException("There is no code: give one for each class");
        }
        for (int i = 0; i < codes.length; i++) {
            if (codes[i].length != codes[0].length) {
                throw new IllegalArgumentException(
                        "Code %d has %d components and code 0 has %d: all need the same number"
                                .formatted(i, codes[i].length, codes[0].length));
            }
            for (int j = 0; j < codes[i].length; j++) {
                if (Math.abs(codes[i][j]) != 1) {
                    throw new IllegalArgumentException(
                            "Code %d has %s at component %d: each is 1 or -1"
                                    .formatted(i, codes[i][j], j));
                }
            }
        }
        return Arrays.stream(codes).map(float[]::clone).toArray(float[][]::new);
    }
}
