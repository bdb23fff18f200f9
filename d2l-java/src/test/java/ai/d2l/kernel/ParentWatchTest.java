package ai.d2l.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.d2l.ChildJvm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class ParentWatchTest {

    /** Watches, for two seconds if it is told to be short. */
    static final class Kernel {
        public static void main(String[] args) throws InterruptedException {
            ParentWatch.start();
            System.out.println("watching");
            Thread.sleep(args.length == 0 ? 60_000 : 2_000);
        }
    }

    private static Process kernel(long server, String... arguments) throws IOException {
        var words = new ArrayList<String>();
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), Kernel.class.getName()));
        words.addAll(List.of(arguments));
        var builder = ChildJvm.java(words);
        builder.environment().put("JPY_PARENT_PID", String.valueOf(server));
        return builder.redirectErrorStream(true).start();
    }

    private static Process server() throws IOException {
        return new ProcessBuilder("sleep", "60").start();
    }

    @Test
    void endsTheKernelWhenItsServerIsKilled() throws Exception {
        Process server = server();
        Process kernel = kernel(server.pid());
        kernel.inputReader().readLine();
        server.destroyForcibly().waitFor();
        assertEquals(1, kernel.waitFor());
    }

    @Test
    void endsAKernelWhoseServerIsGoneBeforeItHasStarted() throws Exception {
        Process server = server();
        server.destroyForcibly().waitFor();
        assertEquals(1, kernel(server.pid()).waitFor());
    }

    @Test
    void leavesAKernelAloneWhoseServerLives() throws Exception {
        Process server = server();
        assertEquals(0, kernel(server.pid(), "short").waitFor());
        server.destroyForcibly();
    }
}
