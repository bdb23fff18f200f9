package ai.d2l.tools;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.Parameter;
import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.expr.VariableDeclarationExpr;
import com.github.javaparser.ast.stmt.BlockStmt;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Statements of a cell, and where in their text the parts of them stand. */
final class Statements {

    private static final String BEFORE = "class C {\nvoid run() {\n";

    private Statements() {}

    static BlockStmt parse(String statements) {
        var file = ModuleSource.parse(BEFORE + statements + "\n}\n}");
        return file.getType(0).getMethods().get(0).getBody().orElseThrow();
    }

    /** Returns the variables that are declared there, and not in a block inside. */
    static List<VariableDeclarator> declared(BlockStmt statements) {
        return statements.getStatements().stream()
                .flatMap(s -> s.toExpressionStmt().stream())
                .flatMap(s -> s.getExpression().toVariableDeclarationExpr().stream())
                .map(VariableDeclarationExpr::getVariables)
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Returns the names of the variables and parameters that a piece of Java declares, but for
     * those of {@link #declared} where it is statements.
     */
    static Set<String> declaredInside(Node piece) {
        List<VariableDeclarator> outside =
                piece instanceof BlockStmt statements ? declared(statements) : List.of();
        var names = new TreeSet<String>();
        piece.findAll(VariableDeclarator.class).stream()
                .filter(variable -> outside.stream().noneMatch(o -> o == variable))
                .forEach(variable -> names.add(variable.getNameAsString()));
        piece.findAll(Parameter.class).forEach(p -> names.add(p.getNameAsString()));
        return names;
    }

    /** Returns how many characters of the text stand before the part. */
    static int offset(String statements, Node part) {
        var begin = part.getBegin().orElseThrow();
        int offset = 0;
        for (int line = 3; line < begin.line; line++) { // the two lines before are not the text's
            offset = statements.indexOf('\n', offset) + 1;
        }
        return offset + begin.column - 1;
    }
}
