package ai.d2l.tools;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Formats cells as Spotless formats the module: google-java-format, AOSP.
 *
 * <p>A cell is no Java file, so each run of snippets of one role is formatted where it could stand
 * in one, and moved back to the margin. Statements are thereby at most 92 columns wide.
 */
final class CellFormat {

    private static final Formatter FORMATTER =
            new Formatter(JavaFormatterOptions.builder().style(Style.AOSP).build());

    private CellFormat() {}

    /**
     * Returns the cell as it should be.
     *
     * @throws IllegalArgumentException if google-java-format does not take it for Java
     */
    static String format(List<Snippet> snippets) {
        var cell = new StringBuilder();
        for (List<Snippet> run : runs(snippets)) {
            if (!cell.isEmpty()) {
                cell.append(run.get(0).afterBlankLine() ? "\n\n" : "\n");
            }
            cell.append(format(run.get(0).role(), joined(run)));
        }
        return cell.toString();
    }

    private static List<List<Snippet>> runs(List<Snippet> snippets) {
        var runs = new ArrayList<List<Snippet>>();
        for (Snippet snippet : snippets) {
            if (runs.isEmpty() || runs.get(runs.size() - 1).get(0).role() != snippet.role()) {
                runs.add(new ArrayList<>());
            }
            runs.get(runs.size() - 1).add(snippet);
        }
        return runs;
    }

    private static String joined(List<Snippet> run) {
        return run.stream()
                .map(snippet -> (snippet.afterBlankLine() ? "\n" : "") + snippet.text())
                .collect(Collectors.joining("\n"));
    }

    private static String format(Snippet.Role role, String text) {
        try {
            return switch (role) {
                case IMPORT ->
                        ImportOrderer.reorderImports(text + "\nclass Cell {}\n", Style.GOOGLE)
                                .replaceFirst("\\s*class Cell \\{}\\s*$", "")
                                .strip();
                case TYPE -> FORMATTER.formatSource(text).strip();
                case METHOD -> inside("class Cell {\n%s\n}\n".formatted(text), 1);
                case STATEMENT ->
                        inside("class Cell {\nvoid run() {\n%s\n}\n}\n".formatted(text), 2);
                case VALUE -> value(text);
            };
        } catch (FormatterException e) {
            throw new IllegalArgumentException("google-java-format: " + e.getMessage(), e);
        }
    }

    /** Formats a file and returns what stands inside so many braces, back at the margin. */
    private static String inside(String file, int braces) throws FormatterException {
        List<String> lines = FORMATTER.formatSource(file).lines().toList();
        return lines.subList(braces, lines.size() - braces).stream()
                .map(line -> line.startsWith(" ") ? line.substring(4 * braces) : line)
                .collect(Collectors.joining("\n"))
                .strip();
    }

    private static String value(String text) throws FormatterException {
        int start = startOfCode(text);
        String comments = text.substring(0, start);
        String returned =
                inside(
                        "class Cell {\nObject run() {\nreturn %s;\n}\n}\n"
                                .formatted(text.substring(start)),
                        2);
        return comments + returned.substring("return ".length(), returned.length() - 1);
    }

    private static int startOfCode(String text) {
        int start = 0;
        while (text.startsWith("//", start)) {
            start = text.indexOf('\n', start) + 1;
        }
        return start;
    }
}
