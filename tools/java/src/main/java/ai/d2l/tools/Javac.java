package ai.d2l.tools;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.lang.model.type.TypeKind;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The JDK's compiler, asked about a program that is in memory; it sees these jars. */
record Javac(List<String> classPath) {

    /** An error: its line, from 1, and what the compiler says. */
    record CompileError(int line, String message) {}

    /** Returns the first error, if there is any. */
    Optional<CompileError> firstError(String name, String text) {
        var found = new DiagnosticCollector<JavaFileObject>();
        analyze(name, text, found);
        return found.getDiagnostics().stream()
                .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                .findFirst()
                .map(
                        d -> {
                            String message = d.getMessage(Locale.ROOT).replaceAll("\\s+", " ");
                            return new CompileError((int) d.getLineNumber(), message);
                        });
    }

    /**
     * Returns the types of the variables that stand in main itself, also in a program that has
     * errors elsewhere; that of the first where a name is declared again.
     */
    Map<String, String> localTypes(String name, String text) {
        return analyze(name, text, new DiagnosticCollector<>());
    }

    private Map<String, String> analyze(
            String name, String text, DiagnosticCollector<JavaFileObject> found) {
        var uri = URI.create("string:///" + name + ".java");
        var file =
                new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                };
        var options = List.of("-proc:none", "-cp", String.join(File.pathSeparator, classPath));
        var javac = ToolProvider.getSystemJavaCompiler();
        var task = (JavacTask) javac.getTask(null, null, found, options, null, List.of(file));
        var types = new TreeMap<String, String>();
        try {
            var units = task.parse();
            task.analyze();
            units.forEach(unit -> new Locals(Trees.instance(task), types).scan(unit, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return types;
    }

    private static final class Locals extends TreePathScanner<Void, Void> {
        private final Trees trees;
        private final Map<String, String> types;

        Locals(Trees trees, Map<String, String> types) {
            this.trees = trees;
            this.types = types;
        }

        @Override
        public Void visitMethod(MethodTree tree, Void nothing) {
            return tree.getName().contentEquals("main") ? super.visitMethod(tree, nothing) : null;
        }

        @Override
        public Void visitVariable(VariableTree tree, Void nothing) {
            var block = getCurrentPath().getParentPath();
            boolean ofMain =
                    !(block.getLeaf() instanceof ClassTree)
                            && block.getParentPath().getLeaf() instanceof MethodTree;
            var type = ofMain ? trees.getTypeMirror(getCurrentPath()) : null;
            if (type != null && type.getKind() != TypeKind.ERROR) {
                types.putIfAbsent(tree.getName().toString(), type.toString());
            }
            return null;
        }
    }
}
