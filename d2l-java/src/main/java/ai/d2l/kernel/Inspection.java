package ai.d2l.kernel;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;

/** What Shift-Tab shows: the name at the cursor, or else the call in whose arguments it stands. */
final class Inspection {

    private final SourceCodeAnalysis analysis;

    private Inspection(SourceCodeAnalysis analysis) {
        this.analysis = analysis;
    }

    /**
     * Returns the content of the reply.
     *
     * @param at the cursor's place in the code, in Unicode characters as the protocol counts them
     */
    static Map<String, Object> answer(SourceCodeAnalysis analysis, String code, int at) {
        int characters = Math.min(at, code.codePointCount(0, code.length()));
        int cursor = code.offsetByCodePoints(0, characters);
        var found = new Inspection(analysis).find(code, cursor);
        String text =
                found.stream()
                        .map(d -> (d.signature() + "\n" + PlainJavadoc.of(d.javadoc())).strip())
                        .collect(Collectors.joining("\n\n"));
        Map<String, String> data = found.isEmpty() ? Map.of() : Map.of("text/plain", text);
        return Map.of(
                "status", "ok", "found", !found.isEmpty(), "data", data, "metadata", Map.of());
    }

    private List<Documentation> find(String code, int cursor) {
        int end = cursor;
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        int start = end;
        while (start > 0 && Character.isJavaIdentifierPart(code.charAt(start - 1))) {
            start--;
        }
        List<Documentation> found = List.of();
        if (start < end) {
            String name = code.substring(0, end);
            boolean isCall = code.substring(end).stripLeading().startsWith("(");
            found = at(isCall ? name + "(" : name);
            if (found.isEmpty() && !isCall) {
                found = at(name + "(");
            }
        }
        return found.isEmpty() ? at(code.substring(0, start)) : found;
    }

    /** What JShell tells of the end of the code, or of the last statement alone. */
    private List<Documentation> at(String code) {
        var found = analysis.documentation(code, code.length(), true);
        if (!found.isEmpty()) {
            return found;
        }
        var rest = analysis.analyzeCompletion(code);
        while (rest.completeness().isComplete() && !rest.remaining().isBlank()) {
            code = rest.remaining();
            rest = analysis.analyzeCompletion(code);
        }
        return analysis.documentation(code, code.length(), true);
    }
}
