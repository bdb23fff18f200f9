package ai.d2l.kernel;

import java.util.concurrent.CompletableFuture;

/**
 * Ends this kernel when the server that started it is gone without having ended it.
 *
 * <p>A server that is killed, or crashes, leaves kernels behind that nobody reaches any longer and
 * that keep their memory. JJava does not look for that.
 */
final class ParentWatch {

    /** Where Jupyter tells its process number to the kernels that it starts. */
    private static final String PARENT = "JPY_PARENT_PID";

    private ParentWatch() {}

    /** Watches the server that has started this process, if one has. */
    static void start() {
        String pid = System.getenv(PARENT);
        boolean isHandle = System.getProperty("os.name").startsWith("Windows");
        if (pid != null && pid.matches("\\d{1,18}") && !isHandle) {
            ProcessHandle.of(Long.parseLong(pid))
                    .map(ProcessHandle::onExit)
                    .orElse(CompletableFuture.completedFuture(null))
                    // halt: an exit waits for what the engine computes
                    .thenRun(() -> Runtime.getRuntime().halt(1));
        }
    }
}
