package ai.d2l.kernel;

import ai.d2l.internal.notebook.Notebook;

/**
 * Shows a cell's last value richly: arrays with their shape and first values, nets with their
 * layers, tables, XChart charts, results of a training and data sets.
 *
 * <p>JJava does so by itself as soon as this module is on its class path. IJava needs one call:
 *
 * <pre>{@code
 * ai.d2l.kernel.RichOutput.enable();
 * }</pre>
 */
public final class RichOutput {

    private RichOutput() {}

    /**
     * Registers the renderers with the kernel that runs this; again is as good as once.
     *
     * @throws IllegalStateException outside a Java kernel
     */
    public static void enable() {
        var notebook =
                Notebook.current()
                        .orElseThrow(() -> new IllegalStateException("No Java kernel runs this"));
        RichValues.register(notebook.kernel());
    }

    /** Returns the whole of the last error of which the kernel showed only what helps. */
    public static String lastError() {
        return ReadableErrors.last();
    }
}
