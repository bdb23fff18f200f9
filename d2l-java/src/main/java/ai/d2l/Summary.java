package ai.d2l;

import ai.d2l.internal.draw.NewTables;
import ai.d2l.internal.engine.EngineSetup;
import ai.d2l.internal.engine.LayerShapes;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Convolution;
import ai.djl.nn.core.Linear;
import ai.djl.training.initializer.Initializer;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/**
 * A net as a table: a row for each layer with its number, type, output shape, parameters and
 * multiplications, and the sums.
 *
 * <p>Blocks within blocks are numbered 3.1, 3.2, whatever holds them. Parameters are all there are,
 * running means and frozen ones too; those that two layers share count once in the sum.
 * Multiplications are those of weights with one example, in convolutions and dense layers; if there
 * are weights elsewhere, their sum stays empty.
 */
public final class Summary {

    private static final Initializer NOTHING = (manager, shape, type) -> manager.create(0f);

    private final StringColumn layers = StringColumn.create("layer");
    private final StringColumn types = StringColumn.create("type");
    private final StringColumn shapes = StringColumn.create("output shape");
    private final LongColumn parameters = LongColumn.create("parameters");
    private final LongColumn multiplications = LongColumn.create("multiplications");
    private final boolean shapesAreKnown;
    private boolean hasOtherWeights;

    private Summary(boolean shapesAreKnown) {
        this.shapesAreKnown = shapesAreKnown;
    }

    /**
     * Returns the table of a net; one that is not initialized knows neither shapes nor the sizes of
     * its weights yet.
     */
    public static Table of(Block net) {
        boolean known = net.isInitialized();
        return new Summary(known).table(net, known ? net.getInputShapes() : null);
    }

    /**
     * Returns the table of a net for inputs of that shape. A net without weights gets none: it is
     * as it was before.
     *
     * @param inputShape the shape of a minibatch, of any size
     * @throws IllegalArgumentException if a layer cannot take what reaches it; the message names it
     */
    public static Table of(Block net, Shape inputShape) {
        if (net.isInitialized()) {
            LayerShapes.requireFit(net, inputShape);
            Shape[] own = net.getInputShapes();
            boolean same = own.length == 1 && own[0].slice(1).equals(inputShape.slice(1));
            return new Summary(same).table(net, inputShape);
        }
        LayerShapes.requireFitAnew(net, inputShape);
        var initializers = new IdentityHashMap<Parameter, Initializer>();
        for (Parameter parameter : net.getParameters().values()) {
            if (!parameter.isInitialized()) {
                initializers.put(parameter, parameter.getInitializer());
                parameter.setInitializer(NOTHING);
            }
        }
        // this tells each block its shapes, and each parameter; what is in it nobody looks at
        try (NDManager manager = EngineSetup.engine().newBaseManager()) {
            net.initialize(manager, DataType.FLOAT32, inputShape);
            return new Summary(true).table(net, inputShape);
        } finally {
            for (Map.Entry<Parameter, Initializer> entry : initializers.entrySet()) {
                entry.getKey().close();
                entry.getKey().setInitializer(entry.getValue());
            }
        }
    }

    private Table table(Block net, Shape... input) {
        addRows("", net, input);
        layers.append("sum");
        types.append("");
        long all = count(net.getParameters().values());
        shapes.append(all < 0 ? "not initialized" : "");
        append(parameters, all);
        long sum = multiplications.isNotMissing().isEmpty() ? -1 : (long) multiplications.sum();
        append(multiplications, hasOtherWeights ? -1 : sum);
        var thousands = NumberColumnFormatter.intsWithGrouping();
        parameters.setPrintFormatter(thousands);
        multiplications.setPrintFormatter(thousands);
        return NewTables.create("net", layers, types, shapes, parameters, multiplications);
    }

    private Shape[] addRows(String prefix, Block block, Shape... input) {
        if (block instanceof SequentialBlock) {
            Shape[] reached = input;
            int number = 0;
            for (Block child : block.getChildren().values()) {
                number++;
                reached = addRows(prefix + number + ".", child, reached);
            }
            return reached;
        }
        Shape[] taken = input == null ? recorded(block) : input;
        Shape[] output = taken == null ? null : outputShapes(block, taken);
        addRow(prefix.isEmpty() ? "1" : prefix.substring(0, prefix.length() - 1), block, output);
        int number = 0;
        for (Block child : block.getChildren().values()) {
            number++;
            boolean same = block instanceof ParallelBlock;
            addRows(prefix + number + ".", child, same ? taken : recorded(child));
        }
        return output;
    }

    /** A block knows what has reached it when it was initialized, however it is wired. */
    private Shape[] recorded(Block block) {
        return shapesAreKnown && block.isInitialized() ? block.getInputShapes() : null;
    }

    private static Shape[] outputShapes(Block block, Shape... input) {
        try {
            return block.getOutputShapes(input);
        } catch (RuntimeException e) {
            return null; // a layer may refuse to say
        }
    }

    private void addRow(String number, Block block, Shape... output) {
        layers.append(number);
        types.append(LayerShapes.type(block));
        shapes.append(words(output));
        Collection<Parameter> own = block.getDirectParameters().values();
        append(parameters, own.isEmpty() ? -1 : count(own));
        append(multiplications, multiplications(block, output));
    }

    private long multiplications(Block block, Shape... output) {
        boolean hasWeights =
                block.getDirectParameters().values().stream()
                        .anyMatch(parameter -> parameter.getType() == Parameter.Type.WEIGHT);
        if (!hasWeights) {
            return -1;
        }
        boolean known = block instanceof Convolution || block instanceof Linear;
        Shape weight = block.getDirectParameters().get("weight").getShape();
        if (!known || output == null || weight == null) {
            hasOtherWeights = true;
            return -1;
        }
        long[] size = output[0].getShape();
        // a weight is used at each place: those of a convolution follow the channels, those of a
        // dense layer go before the last dimension
        LongStream places =
                block instanceof Linear
                        ? Arrays.stream(size, 1, size.length - 1)
                        : Arrays.stream(size, 2, size.length);
        return weight.size() * places.reduce(1, (a, b) -> a * b);
    }

    /** Returns how many numbers there are in these, each counted once, or -1 if that is open. */
    private static long count(Collection<Parameter> parameters) {
        var each = parameters.stream().distinct().map(Parameter::getShape).toList();
        boolean known = each.stream().allMatch(Objects::nonNull);
        return known ? each.stream().mapToLong(Shape::size).sum() : -1;
    }

    private static void append(LongColumn column, long value) {
        if (value < 0) {
            column.appendMissing();
        } else {
            column.append(value);
        }
    }

    private static String words(Shape... shapes) {
        if (shapes == null) {
            return "?";
        }
        return shapes.length == 1
                ? LayerShapes.words(shapes[0])
                : Arrays.stream(shapes).map(LayerShapes::words).toList().toString();
    }
}
