package ai.d2l.tools;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.lang.model.type.TypeKind;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * What the JDK's compiler finds in a program that is in memory.
 *
 * @param types those of the variables that stand in main itself, also in a program that has errors;
 *     that of the first where a name is declared again
 * @param errors in their order
 */
record Compiled(Map<String, String> types, List<Diagnostic<? extends JavaFileObject>> errors) {

    /** Compiles one file against these jars. */
    static Compiled of(String text, List<String> classPath) {
        var file =
                new SimpleJavaFileObject(
                        URI.create("string:///A.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }

                    @Override
                    public boolean isNameCompatible(String simpleName, Kind kind) {
                        return true;
                    }
                };
        var found = new DiagnosticCollector<JavaFileObject>();
        var options = List.of("-proc:none", "-cp", String.join(File.pathSeparator, classPath));
        var javac = ToolProvider.getSystemJavaCompiler();
        var task = (JavacTask) javac.getTask(null, null, found, options, null, List.of(file));
        var types = new TreeMap<String, String>();
        try {
            var unit = task.parse().iterator().next();
            task.analyze();
            var trees = Trees.instance(task);
            for (Tree member : ((ClassTree) unit.getTypeDecls().get(0)).getMembers()) {
                if (member instanceof MethodTree main && main.getName().contentEquals("main")) {
                    for (Tree statement : main.getBody().getStatements()) {
                        if (statement instanceof VariableTree variable) {
                            var type = trees.getTypeMirror(trees.getPath(unit, variable));
                            if (type.getKind() != TypeKind.ERROR) {
                                types.putIfAbsent(variable.getName().toString(), type.toString());
                            }
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Compiled(
                types,
                found.getDiagnostics().stream()
                        .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                        .toList());
    }
}
