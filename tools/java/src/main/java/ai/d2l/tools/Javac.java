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
import javax.lang.model.type.TypeMirror;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The JDK's compiler, asked about a file that is in memory. */
final class Javac {

    private final List<String> options;

    /** Compiles against these jars. */
    Javac(List<String> classPath) {
        options = List.of("-proc:none", "-cp", String.join(File.pathSeparator, classPath));
    }

    /** The first error in a file: its line, from 1, and what the compiler says. */
    record CompileError(long lineNumber, String message) {
        int line() {
            return (int) lineNumber;
        }
    }

    /** Returns the first error, if there is any. */
    Optional<CompileError> check(String name, String text) {
        var found = new DiagnosticCollector<JavaFileObject>();
        analyzed(name, text, found, null);
        return found.getDiagnostics().stream()
                .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                .findFirst()
                .map(d -> new CompileError(d.getLineNumber(), message(d)));
    }

    /**
     * Returns the types of the local variables of main, also in a file that has errors elsewhere.
     */
    Map<String, String> localTypes(String name, String text) {
        var types = new TreeMap<String, String>();
        analyzed(name, text, new DiagnosticCollector<>(), types);
        return types;
    }

    private void analyzed(
            String name,
            String text,
            DiagnosticCollector<JavaFileObject> found,
            Map<String, String> types) {
        var file =
                new SimpleJavaFileObject(
                        URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                };
        var javac = ToolProvider.getSystemJavaCompiler();
        var task = (JavacTask) javac.getTask(null, null, found, options, null, List.of(file));
        try {
            var units = task.parse();
            task.analyze();
            if (types != null) {
                units.forEach(
                        unit -> new Locals(Trees.instance(task), name, types).scan(unit, null));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String message(Diagnostic<?> found) {
        return String.join(" ", found.getMessage(Locale.ROOT).lines().map(String::strip).toList());
    }

    /** Finds the variables that stand in main itself, and not in one of its blocks. */
    private static final class Locals extends TreePathScanner<Void, Void> {
        private final Trees trees;
        private final String name;
        private final Map<String, String> types;

        Locals(Trees trees, String name, Map<String, String> types) {
            this.trees = trees;
            this.name = name;
            this.types = types;
        }

        @Override
        public Void visitClass(ClassTree tree, Void nothing) {
            return tree.getSimpleName().contentEquals(name)
                    ? super.visitClass(tree, nothing)
                    : null;
        }

        @Override
        public Void visitMethod(MethodTree tree, Void nothing) {
            return tree.getName().contentEquals("main") ? super.visitMethod(tree, nothing) : null;
        }

        @Override
        public Void visitVariable(VariableTree tree, Void nothing) {
            boolean ofMain =
                    getCurrentPath().getParentPath().getParentPath().getLeaf()
                            instanceof MethodTree;
            TypeMirror type = trees.getTypeMirror(getCurrentPath());
            if (ofMain && type != null && type.getKind() != TypeKind.ERROR) {
                types.put(tree.getName().toString(), type.toString());
            }
            return null;
        }
    }
}
