package ai.d2l.kernel;

import ai.d2l.internal.draw.Figure;
import ai.d2l.internal.draw.NewTables;
import ai.d2l.internal.engine.EngineSetup;
import java.io.IOException;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prepares the engine, and what a notebook shows, as soon as JJava has this module. */
public final class JJavaExtension implements Extension {

    private static final Logger LOGGER = LoggerFactory.getLogger(JJavaExtension.class);

    /**
     * Watches the server and tunes the process at once; loads the engine and draws a first chart in
     * the background, so that the first cells that need them do not wait.
     */
    @Override
    public void install(BaseKernel kernel) {
        attempt(ParentWatch::start);
        attempt(EngineSetup::prepare);
        attempt(() -> RichValues.register(kernel));
        var lost = new LostVariables();
        attempt(() -> Reach.jshell(kernel).onSnippetEvent(lost));
        attempt(() -> ReadableErrors.register(kernel));
        attempt(() -> Javadocs.register(kernel));
        attempt(() -> FrontEnd.mend(kernel, lost));
        startDaemon("d2l-warm-up", JJavaExtension::warmUp);
    }

    /** Does something in a thread that keeps no kernel from ending. */
    static void startDaemon(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private interface Step {
        void take() throws ReflectiveOperationException;
    }

    /** Whatever escapes from here kills the kernel, and one comfort does not need the other. */
    private static void attempt(Step step) {
        try {
            step.take();
        } catch (Throwable t) {
            lacking(t);
        }
    }

    /** Tells of what this kernel cannot do, to whoever asks for messages of that level. */
    static void lacking(Throwable reason) {
        LOGGER.debug("This kernel lacks a comfort", reason);
    }

    private static void warmUp() {
        try {
            EngineSetup.engine();
            NewTables.create("");
            Figure.warmUp();
        } catch (RuntimeException | IOException | LinkageError e) {
            return; // said to the learner by the first cell that uses what is missing
        }
    }
}
