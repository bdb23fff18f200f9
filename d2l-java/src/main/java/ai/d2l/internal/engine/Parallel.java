package ai.d2l.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Does the parts of one piece of work side by side, a thread each. */
public final class Parallel {

    private static final ExecutorService WORKERS =
            Executors.newCachedThreadPool(
                    task -> {
                        var thread = new Thread(task, "d2l-shard");
                        thread.setDaemon(true);
                        return thread;
                    });

    /** Whom a worker works for. */
    private static final ThreadLocal<Thread> CALLER = new ThreadLocal<>();

    private Parallel() {}

    /** Returns this thread, or the one that this worker does a part for. */
    static Thread caller() {
        Thread caller = CALLER.get();
        return caller == null ? Thread.currentThread() : caller;
    }

    /**
     * Does all parts and waits for all of them, also when one fails or this thread is interrupted:
     * they share arrays, so none may go on alone.
     *
     * @return the results in the order of the parts
     * @throws RuntimeException or an Error: the first one that a part threw, with the others
     *     suppressed
     */
    public static <T, R> List<R> map(List<T> parts, Function<T, R> work) {
        var futures = new ArrayList<Future<R>>();
        Thread caller = caller();
        for (T part : parts.subList(1, parts.size())) {
            Callable<R> task =
                    () -> {
                        CALLER.set(caller);
                        return work.apply(part);
                    };
            futures.add(WORKERS.submit(task));
        }
        var results = new ArrayList<R>();
        Throwable failure = null;
        try {
            results.add(work.apply(parts.get(0)));
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        boolean interrupted = Thread.interrupted();
        for (Future<R> future : futures) {
            boolean waiting = true;
            while (waiting) {
                try {
                    results.add(future.get());
                    waiting = false;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    failure = first(failure, e.getCause());
                    waiting = false;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
        return results;
    }

    private static Throwable first(Throwable before, Throwable now) {
        if (before == null) {
            return now;
        }
        if (now != before) { // several parts may throw the same one
            before.addSuppressed(now);
        }
        return before;
    }
}
