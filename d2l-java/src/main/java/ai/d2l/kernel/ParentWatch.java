package ai.d2l.kernel;

import java.util.Optional;
import java.util.stream.Stream;

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

    /** Watches the server, if there is one that has started this process on this machine. */
    static void start() {
        String pid = System.getenv(PARENT);
        // on Windows it is the number of a handle
        if (pid != null && pid.matches("\\d{1,18}") && !isWindows()) {
            ancestor(Long.parseLong(pid))
                    .ifPresent(
                            server ->
                                    // halt: an exit waits for what the engine computes
                                    server.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
        }
    }

    private static Optional<ProcessHandle> ancestor(long pid) {
        return Stream.iterate(
                        ProcessHandle.current().parent(),
                        Optional::isPresent,
                        process -> process.flatMap(ProcessHandle::parent))
                .flatMap(Optional::stream)
                .filter(process -> process.pid() == pid)
                .findFirst();
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }
}
