package ai.d2l.tools;

import com.github.javaparser.Position;
import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.Modifier;
import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.TypeDeclaration;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.expr.SimpleName;
import com.github.javaparser.ast.type.ClassOrInterfaceType;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Rewrites a piece of Java so that it needs no import of the module, and finds which of the
 * module's types it uses.
 */
final class Rewriting {

    private final String before;
    private final String text;
    private final CompilationUnit file;
    private final Set<String> used = new TreeSet<>();
    private final TreeMap<Position, String> insertions = new TreeMap<>(Comparator.reverseOrder());

    /**
     * Rewrites a piece.
     *
     * @param before what makes it a file together with {@code after}; ends with a line break
     * @param scope what the piece sees of the module
     * @param own the methods that call themselves by their names without an owner
     */
    Rewriting(String before, String text, String after, Scope scope, Set<String> own) {
        this.before = before;
        this.text = text;
        file = ModuleSource.parse(before + text + after);
        var defined = new TreeSet<>(own);
        file.findAll(MethodDeclaration.class).forEach(m -> defined.add(m.getNameAsString()));
        file.findAll(ClassOrInterfaceType.class).stream()
                .filter(type -> type.getScope().isEmpty())
                .forEach(type -> type(type.getName(), scope));
        file.findAll(NameExpr.class).forEach(name -> type(name.getName(), scope));
        file.findAll(MethodCallExpr.class).stream()
                .filter(call -> call.getScope().isEmpty())
                .filter(call -> !defined.contains(call.getNameAsString()))
                .forEach(call -> call(call, scope));
    }

    private void type(SimpleName name, Scope scope) {
        String identifier = name.getIdentifier();
        String nested = scope.nested().get(identifier);
        if (nested != null) {
            String owner = nested.substring(0, nested.indexOf('.'));
            used.add(owner);
            insert(name, owner + ".");
        } else if (scope.types().contains(identifier)) {
            used.add(identifier);
        }
    }

    private void call(MethodCallExpr call, Scope scope) {
        String owner = scope.methods().get(call.getNameAsString());
        if (owner != null) {
            used.add(owner);
            insert(call.getName(), owner + ".");
        }
    }

    private void insert(Node node, String word) {
        insertions.put(node.getBegin().orElseThrow(), word);
    }

    /** Returns the module's types that the piece uses. */
    Set<String> used() {
        return used;
    }

    /** Returns the piece, rewritten. */
    String result() {
        var lines = text.split("\n", -1);
        int first = (int) before.chars().filter(c -> c == '\n').count() + 1;
        for (var insertion : insertions.entrySet()) {
            int line = insertion.getKey().line - first;
            int column = insertion.getKey().column - 1;
            lines[line] =
                    lines[line].substring(0, column)
                            + insertion.getValue()
                            + lines[line].substring(column);
        }
        return String.join("\n", lines);
    }

    /** Returns a type's text as a file may hold it beside another public type. */
    static String packagePrivate(String text) {
        TypeDeclaration<?> type = ModuleSource.parse(text).getType(0);
        return type.getModifiers().contains(Modifier.publicModifier())
                ? text.replaceFirst("public ", "")
                : text;
    }
}
