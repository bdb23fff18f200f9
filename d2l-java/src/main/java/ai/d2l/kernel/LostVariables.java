package ai.d2l.kernel;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;

/**
 * The variables that lose their values because a cell declares anew what they are made of.
 *
 * <p>JShell then declares them anew too, without running what stands right of their equals sign.
 */
final class LostVariables implements Consumer<SnippetEvent> {

    private static final String ONE =
            "This cell has changed what %s is made of, and its value is gone: run the cell that"
                    + " makes it again%n";
    private static final String SEVERAL =
            "This cell has changed what %s are made of, and their values are gone: run the cells"
                    + " that make them again%n";

    private final Set<String> names = new LinkedHashSet<>();

    @Override
    public synchronized void accept(SnippetEvent event) {
        if (!(event.snippet() instanceof VarSnippet variable)
                || variable.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
            return;
        }
        if (event.causeSnippet() == null) {
            if (event.status() == Snippet.Status.VALID) {
                names.remove(variable.name());
            }
        } else if (event.isSignatureChange() && event.status() != Snippet.Status.OVERWRITTEN) {
            names.add(variable.name());
        }
    }

    /** Returns one line on those of this cell, if there are any, and forgets them. */
    synchronized Optional<String> take() {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        var quoted = names.stream().map(name -> "`" + name + "`").toList();
        String words = String.join(", ", quoted).replaceFirst(", (`\\w+`)$", " and $1");
        String line = (names.size() == 1 ? ONE : SEVERAL).formatted(words);
        names.clear();
        return Optional.of(line);
    }
}
