package ai.d2l;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A Java process of its own, for what a process can be only from its start. */
public final class ChildJvm {

    private static final Pattern SETTINGS =
            Pattern.compile("D2L_|DJL_|MXNET_|OMP_|MALLOC_|OPT_OUT|_?JAVA_.*OPTIONS|JDK_JAVA");

    private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

    private ChildJvm() {}

    /** Runs a main class of the tests and returns the lines that it prints. */
    public static List<String> run(
            Class<?> main, Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        return run(System.getProperty("java.class.path"), main, environment, options);
    }

    /** Runs a main class with another class path and returns the lines that it prints. */
    public static List<String> run(
            String classPath, Class<?> main, Map<String, String> environment, String... options)
            throws IOException, InterruptedException {
        var words = new ArrayList<String>();
        words.addAll(List.of("-Djava.awt.headless=true", "-Xmx256m", NATIVE));
        words.addAll(List.of(options));
        words.addAll(List.of("-cp", classPath, main.getName()));
        var builder = java(words);
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        Process process = builder.start();
        try (var output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(main.getSimpleName() + " failed:\n" + text);
            }
            return text.lines().toList();
        }
    }

    /**
     * Returns what starts this Java with these words, in the environment that a user has who has
     * set nothing, and with the home that this process has.
     */
    public static ProcessBuilder java(List<String> words) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Duser.home=" + System.getProperty("user.home"));
        command.addAll(words);
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> SETTINGS.matcher(name).lookingAt());
        return builder;
    }
}
