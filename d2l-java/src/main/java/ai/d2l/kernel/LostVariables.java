package ai.d2l.kernel;

import java.util.ArrayList;
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
        } else if (event.previousStatus() == Snippet.Status.VALID
                && event.isSignatureChange()
                && event.status() != Snippet.Status.OVERWRITTEN) {
            names.add(variable.name());
        }
    }

    /** Returns one line on those of this cell, if there are any, and forgets them. */
    synchronized Optional<String> take() {
        if (names.isEmpty()) {
            return Optional.empty();
        }
        var all = new ArrayList<>(names);
        names.clear();
        String last = all.remove(all.size() - 1);
        String words = all.isEmpty() ? last : String.join(", ", all) + " and " + last;
        return Optional.of(
                "This cell has changed what %s %s made of; the value is gone: run the cell%s again%n"
                        .formatted(
                                words,
                                all.isEmpty() ? "is" : "are",
                                all.isEmpty() ? " that makes it" : "s that make them"));
    }
}
