package ai.d2l.kernel;

import java.util.Optional;
import jdk.jshell.EvalException;
import jdk.jshell.SnippetEvent;

/** Puts what a learner can do about a mistake above what the engine says of it. */
final class ReadableErrors {

    private ReadableErrors() {}

    /**
     * Watches the cells of a JJava kernel.
     *
     * @throws ReflectiveOperationException if the kernel has no JShell to watch
     */
    static void register(Object kernel) throws ReflectiveOperationException {
        JShells.of(kernel).onSnippetEvent(ReadableErrors::explain);
    }

    /** What is thrown here takes the place of the error that the kernel was about to show. */
    private static void explain(SnippetEvent event) {
        if (event.causeSnippet() == null && event.exception() instanceof EvalException error) {
            Optional<String> mend =
                    Mistakes.mend(
                            error.getExceptionClassName(),
                            String.valueOf(error.getMessage()),
                            error.getStackTrace());
            if (mend.isPresent()) {
                throw new ExplainedException(mend.get(), error);
            }
        }
    }
}
