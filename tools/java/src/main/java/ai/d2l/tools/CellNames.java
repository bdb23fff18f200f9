package ai.d2l.tools;

import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.ImportDeclaration;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.TypeDeclaration;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.type.ClassOrInterfaceType;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names in a cell.
 *
 * @param imports what it imports, as it is written: {@code static ai.d2l.Training.*}
 * @param types the simple names of the types it uses, and of what may be one: {@code
 *     FashionMnist.show()}
 * @param calls the methods it calls without naming whose they are
 * @param defines the types and methods that it defines
 */
record CellNames(Set<String> imports, Set<String> types, Set<String> calls, Set<String> defines) {

    /** Finds the names in the snippets of a cell. */
    static CellNames of(List<Snippet> snippets) {
        CompilationUnit file = ModuleSource.parse(asFile(snippets));
        var names =
                new CellNames(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        for (ImportDeclaration declared : file.getImports()) {
            names.imports.add(
                    (declared.isStatic() ? "static " : "")
                            + declared.getNameAsString()
                            + (declared.isAsterisk() ? ".*" : ""));
        }
        file.findAll(ClassOrInterfaceType.class)
                .forEach(type -> names.types.add(type.getNameAsString()));
        file.findAll(NameExpr.class).stream()
                .map(NameExpr::getNameAsString)
                .filter(name -> Character.isUpperCase(name.charAt(0)))
                .forEach(names.types::add);
        file.findAll(MethodCallExpr.class).stream()
                .filter(call -> call.getScope().isEmpty())
                .forEach(call -> names.calls.add(call.getNameAsString()));
        for (var member : file.getClassByName("Cell").orElseThrow().getMembers()) {
            if (member instanceof TypeDeclaration<?> type) {
                names.defines.add(type.getNameAsString());
            } else if (member instanceof MethodDeclaration method) {
                names.defines.add(method.getNameAsString());
            }
        }
        names.defines.remove("$run");
        return names;
    }

    private static String asFile(List<Snippet> snippets) {
        var imports = new StringBuilder();
        var members = new StringBuilder();
        var statements = new StringBuilder();
        for (Snippet snippet : snippets) {
            switch (snippet.role()) {
                case IMPORT -> imports.append(snippet.text()).append('\n');
                case TYPE, METHOD -> members.append(snippet.text()).append('\n');
                case STATEMENT -> statements.append(snippet.text()).append('\n');
                case VALUE ->
                        statements.append("var $value = ").append(snippet.text()).append(";\n");
            }
        }
        return "%sclass Cell {\n%svoid $run() {\n%s}}\n".formatted(imports, members, statements);
    }
}
