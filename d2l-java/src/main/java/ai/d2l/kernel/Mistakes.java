package ai.d2l.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The mistakes that are made most, told from what the engines say of them.
 *
 * <p>What an engine says names shapes, but not what to do; and each engine says it in its own way.
 */
final class Mistakes {

    private static final String INPUTS =
            "Linear has weights for %s inputs and got %s: give it inputs of that size, or call"
                    + " net.clear() and net.initialize(…) with the new input shape";
    private static final String CHANNELS =
            "The convolution has weights for inputs of shape (batch, %s, height, width) and got (batch,"
                    + " %s, height, width): give it such inputs, or initialize the net anew";
    private static final String RANK =
            "The convolution needs an input of 4 dimensions, (batch, channels, height, width), and"
                    + " got %s: reshape the input";
    private static final String CLASS_NUMBERS =
            "softmaxCrossEntropyLoss takes one class number for each example, of shape (batch):"
                    + " these labels have another shape than the scores of the net ask for";
    private static final String OUTPUTS =
            "%s needs labels of the same shape as the scores of the net: for class numbers take"
                    + " Loss.softmaxCrossEntropyLoss()";
    private static final String GONE =
            "An array or its manager is closed already, by close(), or at the end of a try or of a"
                    + " minibatch: use it before that, or keep it with array.attach(manager). After"
                    + " another training, a net needs a new ParameterStore, too";
    private static final String NO_WEIGHTS =
            "The net has no weights yet: train it, or call net.initialize(manager,"
                    + " DataType.FLOAT32, inputShape) first";
    private static final String NO_GPU =
            "The engine sees no graphics card here: use the device that tryGpu() gives";
    private static final String NO_GRAPH =
            "backward finds no computation to go back through: compute the loss while the gradient"
                    + " collector is open, and call backward once for each loss";
    private static final String COLLECTOR =
            "Another gradient collector is still open: close it, and open each one in"
                    + " try (var collector = …) { … }";
    private static final String TYPES =
            "Values of the types %s and %s meet: turn one into the other's with"
                    + " toType(DataType.FLOAT32, false)";
    private static final String DEVICES =
            "Arrays on %s and %s meet: move one of them with toDevice(device, false)";

    private static final String KERNEL =
            "The convolution's kernel of size %s is larger than its input of size %s: take a smaller"
                    + " kernel, more padding or larger pictures, of shape (batch, channels, height,"
                    + " width)";
    private static final String SMALL =
            "The input of a layer is smaller than its kernel: take a smaller kernel, more padding or"
                    + " larger pictures, of shape (batch, channels, height, width)";

    private static final Map<String, String> BY_TYPE =
            Map.of(
                    "java.awt.HeadlessException",
                    "A notebook opens no windows: without SwingWrapper, let the chart itself be the"
                            + " last line of the cell",
                    "java.lang.StackOverflowError",
                    "A method calls itself without end: give it a case in which it does not");

    private static final Pattern TWO_CLASSES =
            Pattern.compile(
                    "reference to (\\w+) is ambiguous\\s+both \\w+ (\\S+) in .* and \\w+ (\\S+) in");

    private static final List<Rule> RULES =
            List.of(
                    rule(
                            "Linear",
                            "Provided = \\[\\d+,(\\d+)\\], inferred shape=\\(\\d+,(\\d+)\\)",
                            INPUTS),
                    rule(
                            "Linear",
                            "cannot be multiplied \\(\\d+x(?<b>\\d+) and (?<a>\\d+)x\\d+\\)",
                            INPUTS),
                    rule(
                            "Convolution",
                            "Provided = \\[\\d+,(\\d+),.*\\], inferred shape=\\(\\d+,(\\d+),",
                            CHANNELS),
                    rule("Convolution", "to have (\\d+) channels, but got (\\d+)", CHANNELS),
                    rule("Convolution", "\\((\\d+) vs\\. 4\\) : Input data should be 4D", RANK),
                    rule("Convolution", "input to conv2d, but got input of size: (\\[.*\\])", RANK),
                    rule("Convolution", "\\((\\d+) vs\\. (\\d+)\\) : kernel size exceed", KERNEL),
                    rule(
                            "Convolution",
                            "input size per channel: \\((?<b>.*?)\\)\\. Kernel size: \\((?<a>.*?)\\)",
                            KERNEL),
                    rule(
                            "Convolution|Pool",
                            "shape must be >= -1|kernel size .* exceeds input|Output size is too small",
                            SMALL),
                    rule(
                            "SoftmaxCrossEntropyLoss",
                            "inferred shape|expand shape failed",
                            CLASS_NUMBERS),
                    rule(
                            "(\\w+Loss)",
                            "Cannot reshape array|is invalid for input of size|broadcast together|must match the size",
                            OUTPUTS),
                    rule(
                            "",
                            "Provided = \\[(.*)\\], inferred shape=[\\[(](.*)[\\])]",
                            "Shapes do not fit: got (%s) where (%s) is needed; -1 stands for any size"),
                    rule(
                            "",
                            "cannot be multiplied \\((\\d+)x(\\d+) and (\\d+)x(\\d+)\\)",
                            "Shapes (%s, %s) and (%s, %s) have no product: the second number of the"
                                    + " first must be the first of the second"),
                    rule(
                            "",
                            "broadcast together with shapes \\[(.*)\\] \\[(.*)\\]",
                            "Shapes (%s) and (%s) do not fit: from the last dimension on, sizes must"
                                    + " be equal, or one of them 1"),
                    rule(
                            "",
                            "size of tensor a \\((\\d+)\\) must match the size of tensor b \\((\\d+)\\).*dimension (\\d+)",
                            "Sizes %s and %s do not fit in dimension %s: they must be equal, or one"
                                    + " of them 1"),
                    rule(
                            "",
                            "Cannot reshape array of size (\\d+) into shape \\[(.*)\\]",
                            "%s values do not fit into the shape (%s): the product of its sizes must"
                                    + " be that number"),
                    rule(
                            "",
                            "shape '\\[(?<b>.*)\\]' is invalid for input of size (?<a>\\d+)",
                            "%s values do not fit into the shape (%s): the product of its sizes must"
                                    + " be that number"),
                    rule("", "Incompatible attr.*expected (\\w+), got (\\w+)", TYPES),
                    rule("", "must have the same dtype, but got (\\w+) and (\\w+)", TYPES),
                    rule("", "Expected '(\\w+)' v.s. given '(\\w+)'", TYPES),
                    rule("", "expected scalar type (\\w+) but found (\\w+)", TYPES),
                    rule("", "Native resource has been released|NDManager has been closed", GONE),
                    rule("", "array for parameter \"\\w+\" has not been initialized", NO_WEIGHTS),
                    rule(
                            "",
                            "same device, but found at least two devices, (\\S+) and ([^\\s!]+)",
                            DEVICES),
                    rule(
                            "",
                            "not implemented for GPU|GPU is not enabled|USE_CUDA|'CUDA' backend|CUDA driver",
                            NO_GPU),
                    rule(
                            "",
                            "not in a computational graph|through the graph a second time|does not require grad",
                            NO_GRAPH),
                    rule(
                            "",
                            "Recording is already set|GradientCollector is already collecting",
                            COLLECTOR),
                    rule(
                            "",
                            "DataType mismatch, Required (\\w+),? Actual (\\w+)",
                            "The array holds %2$s and was read as %1$s: read it as what it holds, or"
                                    + " turn it with toType(…, false) before"),
                    rule(
                            "",
                            "Index does not produce a scalar",
                            "The array has more than one value there, or none: name one index for"
                                    + " each dimension, or read all with toFloatArray()"),
                    rule(
                            "",
                            "index (-?\\d+) is out of bounds for dimension (\\d+) with size (\\d+)",
                            "Index %s is too large in dimension %s, which has the size %s: indices"
                                    + " begin at 0"));

    private Mistakes() {}

    private record Rule(Pattern where, Pattern said, String mend) {}

    /**
     * Where is a simple class name among the frames, empty for any; a group in it is used first.
     */
    private static Rule rule(String where, String said, String mend) {
        return new Rule(
                Pattern.compile("\\b(?:" + where + ")\\b"),
                Pattern.compile(said, Pattern.DOTALL),
                mend);
    }

    /**
     * Returns the one line that a learner needs, if the mistake is known.
     *
     * @param type the exception's class
     * @param message what the engine or DJL said
     */
    static Optional<String> mend(String type, String message, StackTraceElement... frames) {
        if (BY_TYPE.containsKey(type)) {
            return Optional.of(BY_TYPE.get(type));
        }
        String classes =
                Stream.concat(Stream.of(type), Arrays.stream(frames).map(f -> f.getClassName()))
                        .filter(name -> name.startsWith("ai.djl."))
                        .collect(Collectors.joining(" "));
        if (classes.isEmpty()) {
            return Optional.empty(); // what others say is theirs to explain
        }
        return RULES.stream().flatMap(rule -> apply(rule, classes, message).stream()).findFirst();
    }

    private static Optional<String> apply(Rule rule, String classes, String message) {
        Matcher where = rule.where().matcher(classes);
        Matcher said = rule.said().matcher(message);
        if (!where.find() || !said.find()) {
            return Optional.empty();
        }
        var values = Stream.concat(groups(where), groups(said)).toArray();
        return Optional.of(rule.mend().formatted(values));
    }

    /**
     * Returns the one line that a learner needs, if the compiler's complaint is known.
     *
     * @param message what the compiler said
     */
    static Optional<String> mendCode(String message) {
        var classes = TWO_CLASSES.matcher(message);
        if (!classes.find()) {
            return Optional.empty();
        }
        String name = classes.group(2).startsWith("ai.d2l.") ? classes.group(2) : classes.group(3);
        return Optional.of(
                "There are two classes %s, %s and %s: import the one you mean by its name, import %s;"
                        .formatted(classes.group(1), classes.group(2), classes.group(3), name));
    }

    private static Stream<String> groups(Matcher matcher) {
        if (matcher.pattern().pattern().contains("(?<a>")) {
            return Stream.of(matcher.group("a"), matcher.group("b"));
        }
        return IntStream.rangeClosed(1, matcher.groupCount()).mapToObj(matcher::group);
    }
}
