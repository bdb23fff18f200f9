package ai.d2l.internal.notebook;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The notebook in which this code runs: shows an output and replaces it in place.
 *
 * <p>JJava and IJava have the same classes in different packages, so they are called by name and
 * neither is needed to compile or to run. Outside a kernel there is no notebook.
 */
public final class Notebook {

    private static final List<String> KERNEL_LOCATORS =
            List.of(
                    "org.dflib.jjava.jupyter.kernel.BaseKernel#notebookKernel",
                    "io.github.spencerpark.ijava.IJava#getKernelInstance");

    private final Object kernel;
    private final Object displayStream;
    private final Class<?> displayData;

    private Notebook(Object kernel) throws ReflectiveOperationException {
        this.kernel = kernel;
        Object io = kernel.getClass().getMethod("getIO").invoke(kernel);
        displayStream = io.getClass().getField("display").get(io);
        displayData =
                Class.forName(
                        displayStream.getClass().getPackageName() + ".display.DisplayData",
                        true,
                        kernel.getClass().getClassLoader());
    }

    /** Returns the notebook, or nothing outside a Java kernel. */
    public static Optional<Notebook> current() {
        for (String locator : KERNEL_LOCATORS) {
            String[] classAndMethod = locator.split("#");
            try {
                Object kernel =
                        Class.forName(classAndMethod[0]).getMethod(classAndMethod[1]).invoke(null);
                if (kernel != null) {
                    return Optional.of(new Notebook(kernel));
                }
            } catch (ReflectiveOperationException | LinkageError e) {
                continue; // not this kernel
            }
        }
        return Optional.empty();
    }

    /**
     * Shows a new output that can be replaced later.
     *
     * @param id the name by which {@link #update} finds the output again
     * @param mimeBundle the same content in one or more MIME types, binary ones in Base64
     * @return whether a cell was running to show it in
     */
    public boolean display(String id, Map<String, String> mimeBundle) {
        return publish("display", id, mimeBundle);
    }

    /**
     * Replaces the output of that id, wherever in the notebook it stands.
     *
     * @return whether a cell was running; between cells kernels drop whatever is sent
     */
    public boolean update(String id, Map<String, String> mimeBundle) {
        return publish("updateDisplay", id, mimeBundle);
    }

    /** Returns JJava's or IJava's kernel. */
    public Object kernel() {
        return kernel;
    }

    private boolean publish(String method, String id, Map<String, String> mimeBundle) {
        try {
            if (!(boolean) displayStream.getClass().getMethod("isAttached").invoke(displayStream)) {
                return false;
            }
            Object data = displayData.getConstructor().newInstance();
            fill(data, mimeBundle);
            displayData
                    .getMethod("putTransientData", String.class, Object.class)
                    .invoke(data, "display_id", id);
            displayStream.getClass().getMethod(method, displayData).invoke(displayStream, data);
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This kernel does not show outputs as JJava does", e);
        }
    }

    /** Puts a bundle into a kernel's output; a picture gets its text as its alternative. */
    public static void fill(Object output, Map<String, String> mimeBundle)
            throws ReflectiveOperationException {
        var putData = output.getClass().getMethod("putData", String.class, Object.class);
        for (var entry : mimeBundle.entrySet()) {
            putData.invoke(output, entry.getKey(), entry.getValue());
        }
        if (mimeBundle.containsKey("image/png") && mimeBundle.containsKey("text/plain")) {
            output.getClass()
                    .getMethod("putMetaData", String.class, Object.class)
                    .invoke(output, "image/png", Map.of("alt", mimeBundle.get("text/plain")));
        }
    }
}
