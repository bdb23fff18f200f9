package ai.d2l.kernel;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;

/** Puts what a learner can do about a mistake above what the engine says of it. */
final class ReadableErrors {

    /** What the module throws with a message that says what to do. */
    private static final Set<String> OWN =
            Set.of(
                    "java.lang.IllegalArgumentException",
                    "java.lang.IllegalStateException",
                    "java.lang.IndexOutOfBoundsException",
                    "java.lang.ArithmeticException",
                    "java.io.IOException",
                    "java.io.UncheckedIOException");

    private static final int MOST_FRAMES = 8;

    // kernels print errors in red, which is hard to read on a dark page
    private static final String PLAIN = "\u001b[0m";
    private static final String BOLD = "\u001b[1m";

    private static volatile String last = "";

    private final JShell shell;

    private ReadableErrors(JShell shell) {
        this.shell = shell;
    }

    /**
     * Watches the cells of a JJava kernel.
     *
     * @throws ReflectiveOperationException if the kernel has no JShell to watch
     */
    static void register(Object kernel) throws ReflectiveOperationException {
        JShell shell = Reach.jshell(kernel);
        shell.onSnippetEvent(new ReadableErrors(shell)::explain);
    }

    /** Returns the whole of the last error that was explained, with its stack trace. */
    static String last() {
        return last;
    }

    /** What is thrown here takes the place of the error that the kernel was about to show. */
    private void explain(SnippetEvent event) {
        if (event.causeSnippet() != null) {
            return;
        }
        if (event.status() == Snippet.Status.REJECTED) {
            explainRejected(event.snippet());
        } else if (event.exception() instanceof EvalException error) {
            String type = error.getExceptionClassName();
            String message = String.valueOf(error.getMessage());
            StackTraceElement[] frames = error.getStackTrace();
            var mend = Mistakes.mend(type, message, frames);
            if (mend.isEmpty() && OWN.contains(type) && isOurs(frames)) {
                throw explained(message, error);
            }
            if (mend.isPresent()) {
                throw explained(mend.get(), error);
            }
        }
    }

    private void explainRejected(Snippet snippet) {
        for (var problem : shell.diagnostics(snippet).toList()) {
            String said = problem.getMessage(Locale.ENGLISH);
            var mend = Mistakes.mendCode(said);
            if (mend.isPresent()) {
                throw new ExplainedException(
                        mend.get(), List.of(snippet.source().strip(), "", said));
            }
        }
    }

    private static boolean isOurs(StackTraceElement... frames) {
        return Arrays.stream(frames)
                .map(StackTraceElement::getClassName)
                .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk."))
                .findFirst()
                .filter(name -> name.startsWith("ai.d2l."))
                .isPresent();
    }

    private ExplainedException explained(String mend, EvalException error) {
        var whole = new StringWriter();
        error.printStackTrace(new PrintWriter(whole, true));
        last = whole.toString();
        var details = new ArrayList<String>();
        details.add(error.getExceptionClassName() + said(error, mend));
        var ofCells = new LinkedHashSet<String>();
        for (var frame : error.getStackTrace()) {
            if (String.valueOf(frame.getFileName()).startsWith("#")) {
                ofCells.add("\tat " + frame + line(frame));
            }
        }
        ofCells.stream().limit(MOST_FRAMES).forEach(details::add);
        int more = error.getStackTrace().length - Math.min(ofCells.size(), MOST_FRAMES);
        if (more > 0) {
            details.add("\t… %d more: ai.d2l.kernel.RichOutput.lastError()".formatted(more));
        }
        return new ExplainedException(mend, details);
    }

    /** What the engine said, without its own stack trace and what is in the first line already. */
    private static String said(EvalException error, String mend) {
        String message = String.valueOf(error.getMessage()).strip();
        return message.equals(mend)
                ? ""
                : ": " + message.split("\\s*\n(?:Stack trace:|Exception raised from)", 2)[0];
    }

    /**
     * A cell's error with what to do about it in the first line, and below it where it happened.
     */
    private static final class ExplainedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient List<String> details;

        ExplainedException(String mend, List<String> details) {
            super(mend);
            this.details = details;
        }

        /** Kernels print errors by this, whatever their own format is. */
        @Override
        public void printStackTrace(PrintWriter out) {
            out.println(PLAIN + BOLD + getMessage() + PLAIN);
            out.println();
            details.forEach(out::println);
        }
    }

    /** The line of the cell that the frame tells by its number. */
    private String line(StackTraceElement frame) {
        return shell.snippets()
                .filter(snippet -> frame.getFileName().equals("#" + snippet.id()))
                .flatMap(snippet -> snippet.source().lines().skip(frame.getLineNumber() - 1L))
                .findFirst()
                .map(line -> "  " + line.strip())
                .orElse("");
    }
}
