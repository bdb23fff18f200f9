package ai.d2l.kernel;

import ai.d2l.internal.notebook.Rendering;
import ai.djl.ndarray.types.Shape;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Shows a Java array: its sizes and its first values. */
final class JavaArrayView {

    /** What kernels look for is an array's very type. */
    static final List<Class<?>> TYPES =
            Stream.of(
                            boolean.class,
                            byte.class,
                            short.class,
                            char.class,
                            int.class,
                            long.class,
                            float.class,
                            double.class,
                            String.class,
                            Shape.class,
                            Object.class)
                    .flatMap(JavaArrayView::arrays)
                    .toList();

    private static final int MOST_VALUES = 20;
    private static final int MOST_ROWS = 8;

    private JavaArrayView() {}

    private static Stream<Class<?>> arrays(Class<?> type) {
        Class<?> row = type.arrayType();
        return Stream.of(row, row.arrayType(), row.arrayType().arrayType());
    }

    /** Reads the first values and no more, of an array of any type and any number of dimensions. */
    static Rendering of(Object array) {
        var sizes = new StringBuilder();
        Class<?> type = array.getClass();
        Object first = array;
        while (type.isArray()) {
            sizes.append('[').append(first == null ? "" : Array.getLength(first)).append(']');
            first = first == null || Array.getLength(first) == 0 ? null : Array.get(first, 0);
            type = type.getComponentType();
        }
        return Rendering.ofText(type.getSimpleName() + sizes + "\n" + values(array, 1));
    }

    private static String values(Object value, int depth) {
        if (value == null || !value.getClass().isArray()) {
            return String.valueOf(value);
        }
        boolean isRow = !value.getClass().getComponentType().isArray();
        int length = Array.getLength(value);
        int most = isRow ? MOST_VALUES : MOST_ROWS;
        var parts = new ArrayList<String>();
        for (int i = 0; i < Math.min(length, most); i++) {
            parts.add(values(Array.get(value, i), depth + 1));
        }
        parts.addAll(Collections.nCopies(length > most ? 1 : 0, "…"));
        return "{" + String.join(isRow ? ", " : ",\n" + " ".repeat(depth), parts) + "}";
    }
}
