package ai.d2l.data;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Runs a program of the system in a folder, in the C locale, and can be interrupted. */
record Command(Path folder) {
    private static final long LOOK_MILLIS = 50;
    private static final long SECONDS_AT_MOST = 600;

    /** True if the program is on the PATH. */
    static boolean exists(String program) {
        var path = System.getenv("PATH");
        return path != null
                && List.of(path.split(File.pathSeparator)).stream()
                        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    /**
     * Runs a program to its end.
     *
     * @param bytesSoFar what is reported to {@code progress} while it runs
     * @return what it printed
     * @throws IOException naming the program and the last line that it printed, if it fails
     */
    String run(List<String> command, LongSupplier bytesSoFar, Progress progress)
            throws IOException, InterruptedException {
        var output = Files.createTempFile(folder, "output-", ".txt");
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(empty().toFile()));
        var process = builder.start();
        try {
            long start = System.nanoTime();
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                progress.update(bytesSoFar.getAsLong());
                if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(SECONDS_AT_MOST)) {
                    throw new IOException(
                            "%s did not end in %d s".formatted(command.get(0), SECONDS_AT_MOST));
                }
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
        var text = Files.readString(output);
        if (process.exitValue() != 0) {
            var reason = text.strip().lines().reduce((first, second) -> second).orElse("no output");
            throw new IOException("%s failed: %s".formatted(command.get(0), reason));
        }
        return text;
    }

    private Path empty() throws IOException {
        return Files.createTempFile(folder, "input-", ".txt");
    }
}
