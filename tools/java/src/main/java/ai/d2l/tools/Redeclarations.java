package ai.d2l.tools;

import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.expr.SimpleName;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Gives variables that a later cell declares again, as a notebook may, names of their own: X2, X3.
 */
final class Redeclarations {

    private final Map<String, Integer> times = new HashMap<>();

    /** Returns the statements with the names that are theirs. */
    String renamed(String statements) {
        var block = Statements.parse(statements);
        var places = new TreeMap<Integer, SimpleName>();
        for (VariableDeclarator variable : Statements.declared(block)) {
            times.merge(variable.getNameAsString(), 1, Integer::sum);
            places.put(Statements.offset(statements, variable.getName()), variable.getName());
        }
        Set<String> inner = Statements.declaredInside(block);
        block.findAll(NameExpr.class).stream()
                .filter(name -> !inner.contains(name.getNameAsString()))
                .forEach(n -> places.put(Statements.offset(statements, n), n.getName()));
        var result = new StringBuilder(statements);
        places.descendingMap()
                .forEach(
                        (offset, name) -> {
                            int count = times.getOrDefault(name.getIdentifier(), 1);
                            int end = offset + name.getIdentifier().length();
                            if (count > 1) {
                                result.insert(end, count);
                            }
                        });
        return result.toString();
    }
}
