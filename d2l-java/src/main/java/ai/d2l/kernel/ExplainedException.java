package ai.d2l.kernel;

import java.io.PrintWriter;
import java.util.List;

/** A cell's error with what to do about it in the first line, and where in the cell it happened. */
final class ExplainedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    // kernels print errors in red, which is hard to read on a dark page
    private static final String PLAIN = "\u001b[0m";
    private static final String BOLD = "\u001b[1m";

    private final transient List<String> details;

    /**
     * Explains an error.
     *
     * @param mend one line: what was wrong and what to do
     * @param details what is shown below it
     */
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
