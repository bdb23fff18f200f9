package ai.d2l.kernel;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lets a kernel show the Javadoc of the libraries, not their signatures alone.
 *
 * <p>JShell reads Javadoc from sources, and looks for those of the JDK only. This adds the jars on
 * the class path that hold sources.
 */
final class Javadocs {

    private static final String SOURCES = "-sources.jar";

    private Javadocs() {}

    /**
     * Adds the sources on the class path to those that the kernel's JShell looks into.
     *
     * @throws ReflectiveOperationException if this Java's JShell keeps them in another way
     */
    static void register(Object kernel) throws ReflectiveOperationException {
        Object analysis = Reach.jshell(kernel).sourceCodeAnalysis();
        var field = analysis.getClass().getDeclaredField("availableSources");
        field.setAccessible(true);
        var find = analysis.getClass().getDeclaredMethod("findSources");
        find.setAccessible(true);
        var all = new ArrayList<Path>();
        for (Object known : (List<?>) find.invoke(analysis)) {
            all.add((Path) known);
        }
        all.addAll(onClassPath(System.getProperty("java.class.path")));
        field.set(analysis, all);
    }

    static List<Path> onClassPath(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> entry.endsWith(SOURCES))
                .map(Path::of)
                .toList();
    }
}
