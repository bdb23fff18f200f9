package ai.d2l.engine;

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
        assertEquals(EngineSetup.ENGINE, EngineSetup.engine().getEngineName());
        assertSame(EngineSetup.engine(), EngineSetup.engine());
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
