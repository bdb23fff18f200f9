package ai.d2l.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import ai.d2l.ChildJvm;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineSetupTest {

    /** Prints what was set. */
    static final class Prepare {
        public static void main(String[] args) {
            EngineSetup.prepare();
            System.out.println(System.getProperty("ai.djl.default_engine"));
            System.out.println(System.getProperty("OPT_OUT_TRACKING"));
        }
    }

    @Test
    void choosesTheEngineOfTheChapters() {
        assertEquals(System.getProperty("d2l.engine"), EngineSetup.engine().getEngineName());
        assertSame(EngineSetup.engine(), EngineSetup.engine());
    }

    @Test
    void takesTheEngineThatIsAskedForInAnyCase() throws IOException, InterruptedException {
        assertEquals(
                List.of("PyTorch", "true"),
                ChildJvm.run(Prepare.class, Map.of("D2L_ENGINE", "pytorch")));
        assertEquals(
                List.of("MXNet", "true"),
                ChildJvm.run(Prepare.class, Map.of("D2L_ENGINE", "PyTorch"), "-Dd2l.engine=MXNet"));
    }

    /** Prints why it cannot prepare. */
    static final class PrepareInVain {
        public static void main(String[] args) {
            try {
                EngineSetup.prepare();
            } catch (IllegalArgumentException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void namesTheTwoEnginesToWhoeverAsksForAnother() throws IOException, InterruptedException {
        assertEquals(
                List.of("d2l.engine is 'TensorFlow': it takes MXNet or PyTorch"),
                ChildJvm.run(PrepareInVain.class, Map.of("D2L_ENGINE", "TensorFlow")));
    }

    @Test
    void choosesOnlyWhatTheUserLeftOpen() throws IOException, InterruptedException {
        assertEquals(List.of("MXNet", "true"), ChildJvm.run(Prepare.class, Map.of()));
        assertEquals(
                List.of("PyTorch", "false"),
                ChildJvm.run(
                        Prepare.class,
                        Map.of(),
                        "-Dai.djl.default_engine=PyTorch",
                        "-DOPT_OUT_TRACKING=false"));
    }
}
