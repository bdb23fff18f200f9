package ai.d2l.kernel;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import jdk.jshell.EvalException;

/** A cell's error with what to do about it in the first line, and the whole cause below. */
final class ExplainedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int MOST_FRAMES = 40;

    // kernels print errors in red, which is hard to read on a dark page
    private static final String PLAIN = "\u001b[0m";
    private static final String BOLD = "\u001b[1m";

    /** Not our cause: the kernel would print that instead of this. */
    private final EvalException error;

    /**
     * Explains the error of a cell.
     *
     * @param mend one line: what was wrong and what to do
     */
    ExplainedException(String mend, EvalException error) {
        super(mend);
        this.error = error;
    }

    /** Kernels print errors by this, whatever their own format is. */
    @Override
    public void printStackTrace(PrintWriter out) {
        out.println(PLAIN + BOLD + getMessage() + PLAIN);
        out.println();
        causes().forEach(out::println);
    }

    private List<String> causes() {
        var lines = new ArrayList<String>();
        String before = "";
        for (Throwable t = error; t != null; t = t.getCause()) {
            lines.add(before + typeOf(t) + ": " + String.valueOf(t.getMessage()).strip());
            StackTraceElement[] frames = t.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, MOST_FRAMES); i++) {
                lines.add("\tat " + frames[i]);
            }
            if (frames.length > MOST_FRAMES) {
                lines.add("\t… %d more".formatted(frames.length - MOST_FRAMES));
            }
            before = "Caused by: ";
        }
        return lines;
    }

    private static String typeOf(Throwable t) {
        return t instanceof EvalException e ? e.getExceptionClassName() : t.getClass().getName();
    }
}
