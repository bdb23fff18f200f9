package ai.d2l;

import java.util.ArrayList;
import java.util.List;

/**
 * A stopwatch that records laps, in seconds.
 *
 * <pre>{@code
 * var timer = new Timer();
 * timer.start();
 * work();
 * timer.stop(); // the seconds of this lap
 * timer.sum(); // the seconds of all laps
 * }</pre>
 *
 * <p>{@code java.util} has a {@code Timer} too: in a notebook import this one by name.
 */
public final class Timer {

    private final List<Double> times = new ArrayList<>();
    private long startNanos;
    private boolean running;

    /** Starts a lap; a lap that is already running begins anew. */
    public void start() {
        startNanos = System.nanoTime();
        running = true;
    }

    /**
     * Ends the lap and records it.
     *
     * @return the seconds since {@link #start}
     * @throws IllegalStateException if no lap is running
     */
    public double stop() {
        if (!running) {
            throw new IllegalStateException("Timer.stop() without start(): no lap is running");
        }
        running = false;
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        times.add(seconds);
        return seconds;
    }

    /**
     * Returns the mean lap in seconds.
     *
     * @throws IllegalStateException if no lap was recorded
     */
    public double avg() {
        if (times.isEmpty()) {
            throw new IllegalStateException(
                    "Timer.avg() of no laps: call start() and stop() first");
        }
        return sum() / times.size();
    }

    /** Returns the seconds of all laps together, 0 if there are none. */
    public double sum() {
        return times.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Returns, for each lap, the seconds of all laps up to and including it. */
    public List<Double> cumsum() {
        var sums = new ArrayList<Double>(times.size());
        double sum = 0;
        for (double seconds : times) {
            sum += seconds;
            sums.add(sum);
        }
        return List.copyOf(sums);
    }

    /** Returns the laps in seconds, in the order in which they ended. */
    public List<Double> times() {
        return List.copyOf(times);
    }

    /** Returns the number of laps and their seconds, as in {@code 2 laps, 0.310 s}. */
    @Override
    public String toString() {
        return "%d lap%s, %.3f s%s"
                .formatted(
                        times.size(),
                        times.size() == 1 ? "" : "s",
                        sum(),
                        running ? ", and one that is running" : "");
    }
}
