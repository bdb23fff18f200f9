package ai.d2l.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
 * The rules stand in mistakes.txt.
 */
final class Mistakes {

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

    private static final List<Rule> RULES = read("mistakes.txt");

    private Mistakes() {}

    /** Where is a simple class name among the frames; a group in it is used first. */
    private record Rule(Pattern where, Pattern said, String mend) {}

    private static List<Rule> read(String resource) {
        try (var in = Mistakes.class.getResourceAsStream(resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(text.strip().split("\\R\\R"))
                    .filter(block -> !block.startsWith("#"))
                    .flatMap(block -> rules(block.lines().toList()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Rule> rules(List<String> lines) {
        int last = lines.size() - 1;
        String where = lines.get(0).equals("*") ? "" : lines.get(0);
        return lines.subList(1, last).stream()
                .map(
                        said ->
                                new Rule(
                                        Pattern.compile("\\b(?:" + where + ")\\b"),
                                        Pattern.compile(said, Pattern.DOTALL),
                                        lines.get(last)));
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
