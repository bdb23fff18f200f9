package ai.d2l.kernel;

import ai.d2l.engine.EngineSetup;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/** Prepares the engine and the rendering of tables as soon as JJava has this module. */
public final class JJavaExtension implements Extension {

    /**
     * Tunes the process at once and loads the engine in the background, so that the first cell that
     * needs it does not wait.
     */
    @Override
    public void install(BaseKernel kernel) {
        try {
            EngineSetup.prepare();
            TableRenderer.register(kernel.getRenderer());
            var warmUp = new Thread(JJavaExtension::loadEngine, "d2l-engine-warm-up");
            warmUp.setDaemon(true);
            warmUp.start();
        } catch (Throwable t) {
            // whatever escapes from here kills the kernel; the chapter meets the same fault, aloud
            return;
        }
    }

    private static void loadEngine() {
        try {
            EngineSetup.engine();
        } catch (RuntimeException | LinkageError e) {
            return; // said to the learner by the first cell that uses the engine
        }
    }
}
