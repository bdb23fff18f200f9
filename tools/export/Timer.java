import java.util.*;

/** A stopwatch that records laps, in seconds. */
final class Timer {
    private final List<Double> times = new ArrayList<>();
    private long startNanos;

    void start() {
        startNanos = System.nanoTime();
    }

    double stop() {
        times.add((System.nanoTime() - startNanos) / 1e9);
        return times.get(times.size() - 1);
    }

    double sum() {
        return times.stream().mapToDouble(Double::doubleValue).sum();
    }

    double avg() {
        return sum() / times.size();
    }
}
