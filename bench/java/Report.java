import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Tells the bench, line by line, what a program is doing; the same form as report.py. */
final class Report {

    private static final com.sun.management.OperatingSystemMXBean SYSTEM =
            (com.sun.management.OperatingSystemMXBean)
                    ManagementFactory.getOperatingSystemMXBean();

    private final long examples;
    private long start;
    private long cpu;

    /** Starts the report of a training on that many examples. */
    Report(long examples) {
        this.examples = examples;
    }

    static void versions(String engine, String version) {
        say("\"event\": \"versions\", \"text\": \"Java %s, DJL %s, %s %s\"",
                Runtime.version().feature(),
                ai.djl.engine.Engine.getDjlVersion(),
                engine,
                version);
    }

    /** Called when the first minibatch of an epoch is asked for. */
    void startEpoch() {
        start = System.nanoTime();
        cpu = SYSTEM.getProcessCpuTime();
    }

    /** Called when the last minibatch of an epoch has been trained. */
    void endEpoch() {
        double seconds = (System.nanoTime() - start) / 1e9;
        say("\"event\": \"epoch\", \"train_s\": %.6f, \"cpu_s\": %.6f, \"examples\": %d,"
                        + " \"rss_mib\": %.1f",
                seconds, (SYSTEM.getProcessCpuTime() - cpu) / 1e9, examples, rssMib());
    }

    static void result(double loss, double trainAccuracy, double testAccuracy) {
        say("\"event\": \"result\", \"loss\": %.6f, \"train_acc\": %.6f, \"test_acc\": %.6f",
                loss, trainAccuracy, testAccuracy);
    }

    private static void say(String form, Object... values) {
        System.out.printf(Locale.ROOT, "bench {" + form + "}%n", values);
        System.out.flush();
    }

    private static double rssMib() {
        try {
            String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ");
            return Long.parseLong(pages[1]) * 4096 / (double) (1 << 20);
        } catch (IOException e) {
            return 0;
        }
    }
}
