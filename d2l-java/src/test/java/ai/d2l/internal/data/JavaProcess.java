package ai.d2l.internal.data;

import ai.d2l.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own that runs a class of this module or of its tests. */
record JavaProcess(Process process, Path output, Path errors) {

    static JavaProcess start(Path folder, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        var words = new ArrayList<String>();
        words.addAll(List.of("-cp", System.getProperty("java.class.path")));
        words.addAll(options);
        words.add(main.getName());
        words.addAll(List.of(arguments));
        var output = Files.createTempFile(folder, "output-", ".txt");
        var errors = Files.createTempFile(folder, "errors-", ".txt");
        var builder = ChildJvm.java(words);
        builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
        return new JavaProcess(builder.start(), output, errors);
    }

    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    List<String> lines() throws IOException {
        return Files.readAllLines(output);
    }
}
