package ai.d2l.view;

import ai.d2l.engine.LayerShapes;
import ai.d2l.plot.Rendering;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import java.util.Arrays;

/** Shows a net: its layers, the shapes that come out of them, and how much there is to learn. */
public final class BlockView {

    private BlockView() {}

    /** Before a net is initialized it knows neither shapes nor the sizes of its weights. */
    public static Rendering of(Block net) {
        var grid = new Grid("layer", "type", "output shape", "parameters");
        Shape[] input = net.isInitialized() ? net.getInputShapes() : null;
        addLayers(grid, "", net, input);
        grid.add("", "sum", "", net.isInitialized() ? count(net) : "not initialized");
        return Rendering.ofHtml(grid.text(), grid.html());
    }

    private static Shape[] addLayers(Grid grid, String prefix, Block block, Shape[] input) {
        if (!(block instanceof SequentialBlock)) {
            Shape[] output = input == null ? null : outputShapes(block, input);
            String number = prefix.isEmpty() ? "1" : prefix.substring(0, prefix.length() - 1);
            grid.add(number, LayerShapes.type(block), words(output), count(block));
            return output;
        }
        Shape[] shapes = input;
        int number = 0;
        for (Block child : block.getChildren().values()) {
            number++;
            shapes = addLayers(grid, prefix + number + ".", child, shapes);
        }
        return shapes;
    }

    private static Shape[] outputShapes(Block block, Shape... input) {
        try {
            return block.getOutputShapes(input);
        } catch (RuntimeException e) {
            return null; // a layer may refuse to say
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

    private static String count(Block block) {
        long sum = 0;
        for (Parameter parameter : block.getParameters().values()) {
            if (!parameter.isInitialized()) {
                return "?";
            }
            sum += parameter.getShape().size();
        }
        return sum == 0 ? "" : "%,d".formatted(sum);
    }
}
