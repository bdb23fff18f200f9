package ai.d2l.kernel;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.Loop;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.reply.ErrorReply;
import org.dflib.jjava.jupyter.messages.reply.IsCompleteReply;
import org.dflib.jjava.jupyter.messages.request.IsCompleteRequest;

/**
 * Answers what JJava leaves unanswered, or answers in another way than Jupyter's protocol asks for.
 *
 * <p>JJava connects after its extensions are installed, and tells them nothing of the connection:
 * it is looked up once, from the thread that reads requests. Where that fails, all is as in JJava.
 */
final class FrontEnd {

    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final JupyterConnection connection;
    private final BaseKernel kernel;

    private FrontEnd(JupyterConnection connection, BaseKernel kernel) {
        this.connection = connection;
        this.kernel = kernel;
    }

    /** Mends the answers as soon as the kernel is connected. */
    static void mend(BaseKernel kernel, LostVariables lost) throws ReflectiveOperationException {
        JShell shell = Reach.jshell(kernel);
        JJavaExtension.startDaemon("d2l-front-end", () -> mend(kernel, shell, lost));
    }

    private static void mend(BaseKernel kernel, JShell shell, LostVariables lost) {
        long start = System.nanoTime();
        try {
            while (System.nanoTime() - start < PATIENCE_NANOS) {
                var connection = connection();
                if (connection != null) {
                    new FrontEnd(connection, kernel).replaceHandlers(shell, lost);
                    return;
                }
                Thread.sleep(5);
            }
        } catch (Exception | LinkageError e) {
            JJavaExtension.lacking(e);
        }
    }

    private static JupyterConnection connection() throws ReflectiveOperationException {
        var threads = new Thread[Thread.activeCount() + 10];
        int count = Thread.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i] instanceof Loop) {
                var found = Reach.from(threads[i], JupyterConnection.class);
                if (found.isPresent()) {
                    return found.get();
                }
            }
        }
        return null;
    }

    private void replaceHandlers(JShell shell, LostVariables lost) {
        var history = new History();
        SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
        answer(MessageType.KERNEL_INFO_REQUEST, MessageType.KERNEL_INFO_REPLY, r -> info());
        answer(MessageType.HISTORY_REQUEST, MessageType.HISTORY_REPLY, history::answer);
        answer(
                MessageType.INSPECT_REQUEST,
                MessageType.INSPECT_REPLY,
                r -> Inspection.answer(analysis, r.getCode(), r.getCursorPos()));
        connection.setHandler(
                MessageType.IS_COMPLETE_REQUEST,
                invalidIf(analysis, connection.getHandler(MessageType.IS_COMPLETE_REQUEST)));
        new Cells(connection, kernel, history, lost).watch();
    }

    /** Has requests answered between the two messages that say busy and idle. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // JJava writes any content as JSON, maps too
    private <T> void answer(
            MessageType<T> request, MessageType<?> reply, Function<T, Map<String, Object>> answer) {
        connection.setHandler(
                request,
                (env, message) -> {
                    env.setBusyDeferIdle();
                    try {
                        env.reply(new Message(message, reply, answer.apply(message.getContent())));
                    } catch (RuntimeException e) {
                        env.replyError(reply.error(), ErrorReply.of(e));
                    }
                });
    }

    private Map<String, Object> info() {
        return Map.of(
                "status", "ok",
                "protocol_version", Header.PROTOCOL_VERISON,
                "implementation", kernel.getName(),
                "implementation_version", kernel.getVersion(),
                "language_info", kernel.getLanguageInfo(),
                "banner", kernel.getBanner(),
                "help_links", kernel.getHelpLinks());
    }

    private static ShellHandler<IsCompleteRequest> invalidIf(
            SourceCodeAnalysis analysis, ShellHandler<IsCompleteRequest> otherwise) {
        return (env, message) -> {
            if (isErroneous(analysis, message.getContent().getCode())) {
                env.setBusyDeferIdle();
                env.reply(IsCompleteReply.INVALID_CODE);
            } else {
                otherwise.handle(env, message);
            }
        };
    }

    private static boolean isErroneous(SourceCodeAnalysis analysis, String code) {
        var rest = analysis.analyzeCompletion(code);
        while (rest.completeness().isComplete()) {
            var snippets = analysis.sourceToSnippets(rest.source());
            if (snippets.stream().anyMatch(s -> s.kind() == Snippet.Kind.ERRONEOUS)) {
                return true;
            }
            rest = analysis.analyzeCompletion(rest.remaining());
        }
        return false;
    }
}
