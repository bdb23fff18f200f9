package ai.d2l.kernel;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.JupyterSocket;
import org.dflib.jjava.jupyter.channels.ShellChannel;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.channels.StdinChannel;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;
import org.dflib.jjava.jupyter.messages.request.InterruptRequest;

/**
 * The cells that run, and those that wait: after an error or a stop, the latter are not run.
 *
 * <p>JJava runs them all. Jupyter's protocol asks for an answer "aborted", as IPython gives it.
 */
final class Cells {

    private static final int READABLE = 1; // ZeroMQ's POLLIN
    private static final long RETRY_MILLIS = 50;
    private static final long FORGOTTEN_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final JupyterConnection connection;
    private final BaseKernel kernel;
    private final History history;
    private final LostVariables lost;
    private final ShellHandler<ExecuteRequest> run;
    private final ShellHandler<InterruptRequest> interrupt;
    private volatile Message<ExecuteRequest> running;
    private final AtomicReference<Message<InterruptRequest>> stop = new AtomicReference<>();
    private volatile long stopNanos;

    Cells(JupyterConnection connection, BaseKernel kernel, History history, LostVariables lost) {
        this.connection = connection;
        this.kernel = kernel;
        this.history = history;
        this.lost = lost;
        run = connection.getHandler(MessageType.EXECUTE_REQUEST);
        interrupt = connection.getHandler(MessageType.INTERRUPT_REQUEST);
    }

    /** Takes the place of JJava's handlers, which do the work as before. */
    void watch() {
        connection.setHandler(MessageType.EXECUTE_REQUEST, this::execute);
        connection.setHandler(MessageType.INTERRUPT_REQUEST, this::interrupt);
    }

    private void execute(ShellReplyEnvironment env, Message<ExecuteRequest> request) {
        running = request; // before looking for a stop, so that none is missed
        var pressed = stop.get();
        if (isStoppedBefore(request, pressed)) {
            running = null;
            var aborted = new ArrayList<Message<?>>(List.of(request));
            aborted.addAll(waiting(env.getShell()));
            env.writeToStdOut(notRun(aborted));
            aborted.forEach(message -> answer(env, message));
            return;
        }
        ExecuteRequest cell = request.getContent();
        if (cell.shouldStoreHistory() && !cell.isSilent()) {
            history.add(cell.getCode());
        }
        stop.compareAndSet(pressed, null);
        var watched = new Watched(env);
        List<Message<?>> waiting = List.of();
        try {
            run.handle(watched, request);
        } finally {
            running = null;
            if (stop.getAndSet(null) != null || watched.failed && cell.shouldStopOnError()) {
                waiting = waiting(env.getShell());
            }
            lost.take().ifPresent(watched::writeToStdOut);
            if (waiting.stream().anyMatch(Cells::isCell)) {
                watched.writeToStdOut(notRun(waiting));
            }
            watched.resolveDeferrals();
        }
        waiting.forEach(message -> answer(env, message));
    }

    private static String notRun(List<Message<?>> waiting) {
        long cells = waiting.stream().filter(Cells::isCell).count();
        return cells == 1
                ? "Stopped here: 1 cell that was waiting was not run\n"
                : "Stopped here: %d cells that were waiting were not run\n".formatted(cells);
    }

    /**
     * The stop button ends a statement. Pressed between two of them it would be lost, so it is
     * pressed again until the cell has ended.
     */
    private void interrupt(ShellReplyEnvironment env, Message<InterruptRequest> request) {
        stopNanos = System.nanoTime();
        stop.set(request);
        interrupt.handle(env, request);
        Message<ExecuteRequest> cell = running;
        if (cell != null) {
            JJavaExtension.startDaemon("d2l-stop", () -> interruptUntilEnded(cell));
        }
    }

    private void interruptUntilEnded(Message<ExecuteRequest> cell) {
        try {
            while (running == cell) {
                kernel.interrupt();
                Thread.sleep(RETRY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Whether the stop button was pressed between two cells, and this one waited. The clocks of
     * front ends may differ, so that holds for a moment only.
     */
    private boolean isStoppedBefore(
            Message<ExecuteRequest> cell, Message<InterruptRequest> pressed) {
        try {
            return pressed != null
                    && System.nanoTime() - stopNanos < FORGOTTEN_NANOS
                    && time(cell).isBefore(time(pressed));
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static OffsetDateTime time(Message<?> message) {
        return OffsetDateTime.parse(message.getHeader().getTimestamp().getDateString());
    }

    private static boolean isCell(Message<?> message) {
        return message.getContent() instanceof ExecuteRequest;
    }

    private static List<Message<?>> waiting(JupyterSocket shell) {
        var messages = new ArrayList<Message<?>>();
        while ((shell.getEvents() & READABLE) != 0) {
            messages.add(shell.readMessage());
        }
        return messages;
    }

    /** Does what JJava's loop does with a message, except that cells are not run. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private void answer(ShellReplyEnvironment cell, Message<?> message) {
        var env = connection.prepareReplyEnv((ShellChannel) cell.getShell(), message);
        ShellHandler handler = connection.getHandler(message.getHeader().getType());
        try {
            if (isCell(message)) {
                env.setBusyDeferIdle();
                env.reply(
                        new Message(
                                message, MessageType.EXECUTE_REPLY, Map.of("status", "aborted")));
            } else if (handler != null) {
                handler.handle(env, message);
            }
        } catch (RuntimeException e) {
            JJavaExtension.lacking(e);
        } finally {
            env.resolveDeferrals();
        }
        if (env.isMarkedForShutdown()) {
            connection.close();
        }
    }

    /** JJava's own, which also tells whether the cell has failed. */
    private static final class Watched extends ShellReplyEnvironment {

        private boolean failed;

        Watched(ShellReplyEnvironment env) {
            super((ShellChannel) env.getShell(), stdin(env), env.getIopub(), env.getContext());
        }

        private static StdinChannel stdin(ShellReplyEnvironment env) {
            try {
                return Reach.from(env, StdinChannel.class).orElseThrow();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void replyError(MessageType<?> type, ErrorReply error) {
            failed = true;
            super.replyError(type, error);
        }
    }
}
