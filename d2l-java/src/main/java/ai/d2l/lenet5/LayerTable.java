package ai.d2l.lenet5;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import java.util.List;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** Counts what each layer of a LeNet-5 has to learn, and how many connections that makes. */
final class LayerTable {

    private static final List<String> NAMES =
            List.of("C1", "S2", "C3", "S4", "C5", "F6", "output", "sum");

    private final StringColumn names = StringColumn.create("layer", NAMES);
    private final StringColumn shapes = StringColumn.create("output");
    private final LongColumn trained = LongColumn.create("trained");
    private final LongColumn fixed = LongColumn.create("fixed");
    private final LongColumn connections = LongColumn.create("connections");

    /**
     * Counts.
     *
     * @param net as {@link LeNet5#net} makes it, with weights
     * @param X the shape of a minibatch
     */
    static Table of(SequentialBlock net, Shape X) {
        var table = new LayerTable();
        Shape x = X;
        for (Block layer : net.getChildren().values()) {
            Shape y = layer.getOutputShapes(new Shape[] {x})[0];
            if (!layer.getDirectParameters().isEmpty()) {
                table.row(layer, y);
            }
            x = y;
        }
        table.shapes.append("");
        for (LongColumn column : List.of(table.trained, table.fixed, table.connections)) {
            column.append((long) column.sum());
        }
        return Table.create(
                "LeNet-5",
                table.names,
                table.shapes,
                table.trained,
                table.fixed,
                table.connections);
    }

    private void row(Block layer, Shape y) {
        long weights = count(layer, true);
        shapes.append(y.slice(1).toString());
        trained.append(weights);
        fixed.append(layer instanceof RadialBasis ? count(layer, false) : 0);
        connections.append(connections(layer, weights, y));
    }

    private static long connections(Block layer, long weights, Shape y) {
        if (layer instanceof RadialBasis) {
            return count(layer, false);
        } else if (layer instanceof Subsampling) {
            return y.slice(1).size() * (Subsampling.PATCH_SIZE + 1);
        }
        // each weight and bias of a map is used once at each place
        long places = y.dimension() == 4 ? y.get(2) * y.get(3) : 1;
        return places * weights;
    }

    private static long count(Block layer, boolean trained) {
        return layer.getDirectParameters().values().stream()
                .filter(parameter -> parameter.requiresGradient() == trained)
                .map(Parameter::getShape)
                .mapToLong(Shape::size)
                .sum();
    }
}
