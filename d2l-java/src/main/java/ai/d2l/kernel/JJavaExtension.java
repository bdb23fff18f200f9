package ai.d2l.kernel;

import ai.d2l.engine.EngineSetup;
import ai.d2l.plot.CurveChart;
import java.io.IOException;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/** Prepares the engine and the rendering of tables as soon as JJava has this module. */
public final class JJavaExtension implements Extension {

    /**
     * Watches the server and tunes the process at once; loads the engine and draws a first chart in
     * the background, so that the first cells that need them do not wait.
     */
    @Override
    public void install(BaseKernel kernel) {
        try {
            ParentWatch.start();
            EngineSetup.prepare();
            TableRenderer.register(kernel.getRenderer());
            var warmUp = new Thread(JJavaExtension::warmUp, "d2l-warm-up");
            warmUp.setDaemon(true);
            warmUp.start();
        } catch (Throwable t) {
            // whatever escapes from here kills the kernel; the chapter meets the same fault, aloud
            return;
        }
    }

    private static void warmUp() {
        try {
            EngineSetup.engine();
            CurveChart.warmUp();
        } catch (RuntimeException | IOException | LinkageError e) {
            return; // said to the learner by the first cell that uses what is missing
        }
    }
}
