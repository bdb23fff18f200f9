package ai.d2l.internal.engine;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Convolution;
import ai.djl.nn.core.Linear;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Finds the layer that cannot take the shape that reaches it, before the engine does. */
public final class LayerShapes {

    private static final String LARGER = "a larger picture: its output would have no size left";
    private static final String ENGINE_PREAMBLE = "^.*MXNetError: (Check failed: .*: )?";

    private final boolean fresh;
    private final Shape[] inputShapes;

    private LayerShapes(boolean fresh, Shape... inputShapes) {
        this.fresh = fresh;
        this.inputShapes = inputShapes;
    }

    /**
     * Sends shapes through a net, layer by layer, and through no weights.
     *
     * @param inputShapes the shapes of one minibatch, examples first
     * @throws IllegalArgumentException naming the layer, the shape it got and the shape it needs
     * @throws RuntimeException that a layer of the user's own throws, as it is
     */
    public static void requireFit(Block net, Shape... inputShapes) {
        new LayerShapes(false, inputShapes).pass(net);
    }

    /** The same for a net that is about to get fresh weights, whatever its old ones fit. */
    public static void requireFitAnew(Block net, Shape... inputShapes) {
        new LayerShapes(true, inputShapes).pass(net);
    }

    private void pass(Block net) {
        // one example has the same layers to pass as a minibatch, and lambdas really compute
        outputShapes("net", net, oneExample(inputShapes));
    }

    private static Shape[] oneExample(Shape... shapes) {
        return Arrays.stream(shapes)
                .map(shape -> new Shape(1).addAll(shape.slice(1)))
                .toArray(Shape[]::new);
    }

    private Shape[] outputShapes(String name, Block block, Shape... input) {
        if (block instanceof SequentialBlock) {
            Shape[] shapes = input;
            int number = 0;
            for (Block child : block.getChildren().values()) {
                number++;
                String layer = "layer %d (%s)".formatted(number, type(child));
                shapes =
                        outputShapes(
                                name.equals("net") ? layer : name + ", " + layer, child, shapes);
            }
            return shapes;
        }
        requireInput(name, block, input[0]);
        Shape[] output;
        try {
            output = block.getOutputShapes(input);
        } catch (RuntimeException e) {
            throw explained(name, input[0], e);
        }
        if (output == null) {
            throw givesNull(name, input[0]);
        }
        if (Arrays.stream(output).anyMatch(LayerShapes::isVoid)) {
            throw misfit(name, input[0], LARGER);
        }
        return output;
    }

    /** Says what DJL or an engine means; what the user's own code throws means itself. */
    private RuntimeException explained(String name, Shape input, RuntimeException e) {
        String thrower = thrower(e);
        if (!thrower.startsWith("ai.djl.")) {
            return e;
        }
        if (e instanceof NullPointerException && thrower.startsWith("ai.djl.nn.")) {
            return withCause(givesNull(name, input), e);
        }
        boolean noSizeLeft = "The shape must be >= -1".equals(e.getMessage());
        String needed = noSizeLeft ? LARGER : "another one: " + firstLine(e);
        return withCause(misfit(name, input, needed), e);
    }

    private static RuntimeException withCause(RuntimeException explained, Throwable cause) {
        explained.initCause(cause);
        return explained;
    }

    /** Returns the class that threw something, or called what of the JDK threw it. */
    private static String thrower(Throwable t) {
        return Arrays.stream(t.getStackTrace())
                .map(StackTraceElement::getClassName)
                .filter(name -> !name.matches("(java|jdk)\\..*"))
                .findFirst()
                .orElse("");
    }

    private void requireInput(String name, Block block, Shape input) {
        if (block instanceof Convolution convolution) {
            int rank = convolution.getKernelShape().dimension() + 2;
            if (input.dimension() != rank) {
                throw misfit(
                        name,
                        input,
                        "%d dimensions: batch, channels and %s"
                                .formatted(rank, rank == 4 ? "height, width" : "the rest"));
            }
            requireSize(name, input, 1, knownInputs(block) * convolution.getGroups());
        } else if (block instanceof Linear) {
            requireSize(name, input, input.dimension() - 1, knownInputs(block));
        }
    }

    /** Returns how many inputs the weights of a block are made for, 0 where that is open. */
    private long knownInputs(Block block) {
        Parameter weight = block.getParameters().valueAt(0);
        return weight.isInitialized() && !fresh ? weight.getShape().get(1) : 0;
    }

    private void requireSize(String name, Shape input, int dimension, long size) {
        if (size > 0 && input.get(dimension) != size) {
            long[] needed = input.getShape().clone();
            needed[dimension] = size;
            throw misfit(name, input, words(new Shape(needed)));
        }
    }

    private static boolean isVoid(Shape shape) {
        return Arrays.stream(shape.getShape()).anyMatch(size -> size <= 0);
    }

    private IllegalArgumentException misfit(String name, Shape got, String needed) {
        return new IllegalArgumentException(
                "%s got an input of shape %s and needs %s%s"
                        .formatted(
                                name, words(got), needed, got.dimension() == 4 ? channels() : ""));
    }

    private static IllegalArgumentException givesNull(String name, Shape got) {
        return new IllegalArgumentException(
                "%s gives null for an input of shape %s: it must return what it computed"
                        .formatted(name, words(got)));
    }

    /** Returns what helps where pictures seem to have their channels last. */
    private String channels() {
        Shape pictures = inputShapes[0];
        boolean last =
                pictures.dimension() == 4
                        && (pictures.get(3) == 1 || pictures.get(3) == 3)
                        && pictures.get(1) > 3;
        return last
                ? ". Are the channels of the inputs %s last? X.transpose(0, 3, 1, 2) puts them first"
                        .formatted(words(pictures))
                : "";
    }

    /** Returns a shape whose first dimension may be any batch. */
    public static String words(Shape shape) {
        if (shape.dimension() == 0) {
            return "()"; // a number alone
        }
        return Arrays.stream(shape.getShape())
                .skip(1)
                .mapToObj(size -> ", " + size)
                .collect(Collectors.joining("", "(batch", ")"));
    }

    /** Returns what a layer is called, a lambda by the name it was given. */
    public static String type(Block block) {
        if (block instanceof LambdaBlock function && !function.getName().contains("$")) {
            return function.getName();
        }
        Class<?> type = block.getClass();
        return type.isAnonymousClass() ? type.getTypeName() : type.getSimpleName();
    }

    /** Returns what an error says, without how the engine begins it. */
    public static String firstLine(Throwable t) {
        return String.valueOf(t.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceFirst(ENGINE_PREAMBLE, "");
    }
}
