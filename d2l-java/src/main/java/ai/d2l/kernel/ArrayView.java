package ai.d2l.kernel;

import ai.d2l.internal.notebook.Rendering;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Shows an array: shape, type, device, the first values, and a picture where it is one. */
final class ArrayView {

    private static final int MOST = 8;
    private static final long SHOWN_WHOLE = 1000;

    private ArrayView() {}

    /** Reads a corner of the array and no more. */
    static Rendering of(NDArray array) {
        if (array.isReleased()) {
            return Rendering.ofText("NDArray, closed: its values are gone");
        }
        String headline =
                "NDArray %s %s on %s, %,d values"
                        .formatted(
                                array.getShape(),
                                array.getDataType().toString().toLowerCase(Locale.ROOT),
                                array.getDevice(),
                                array.size());
        if (array.getDataType() == DataType.STRING || array.isSparse()) {
            return Rendering.ofText(headline);
        }
        Optional<FirstValues> corner = FirstValues.read(array, corner(array.getShape()));
        if (corner.isEmpty()) {
            String later = headline + "; they are still being computed";
            return Rendering.ofHtml(later, Rendering.line(later));
        }
        Grid grid = grid(corner.get(), array);
        String text = array.size() <= SHOWN_WHOLE ? array.toString() : grid.text();
        String picture = PictureOfArray.html(array).orElse("");
        return Rendering.ofHtml(
                headline + "\n" + text.strip(), Rendering.line(headline) + picture + grid.html());
    }

    /** Of the last two dimensions the beginning, and the first of those before. */
    private static String corner(Shape shape) {
        int rank = shape.dimension();
        return IntStream.range(0, rank)
                .mapToObj(i -> ":" + Math.min(i < rank - 2 ? 1 : MOST, shape.get(i)))
                .collect(Collectors.joining(","));
    }

    private static Grid grid(FirstValues corner, NDArray array) {
        var grid = new Grid();
        Shape whole = array.getShape();
        int rank = whole.dimension();
        int columns = rank == 0 ? 1 : (int) corner.shape().get(rank - 1);
        boolean moreColumns = rank > 0 && columns < whole.get(rank - 1);
        for (int from = 0; from < corner.values().length; from += columns) {
            grid.add(row(corner.values(), from, columns, moreColumns, array.getDataType()));
        }
        if (corner.values().length < array.size() && !(moreColumns && rank == 1)) {
            grid.add("…");
        }
        return grid;
    }

    private static List<String> row(
            double[] values, int from, int columns, boolean more, DataType type) {
        var row = new ArrayList<String>();
        for (int i = from; i < from + columns; i++) {
            row.add(word(values[i], type));
        }
        if (more) {
            row.add("…");
        }
        return row;
    }

    private static String word(double value, DataType type) {
        if (type == DataType.BOOLEAN) {
            return String.valueOf(value != 0);
        }
        return type.isFloating() ? "%.4g".formatted(value) : "%.0f".formatted(value);
    }
}
