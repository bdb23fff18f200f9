package ai.d2l.tools;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.Parameter;
import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.expr.SimpleName;
import java.util.HashMap;
import java.util.HashSet;
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
        Set<String> inner = declaredInside(block, Set.copyOf(places.values()));
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

    private static Set<String> declaredInside(Node block, Set<SimpleName> outside) {
        var names = new HashSet<String>();
        block.findAll(VariableDeclarator.class).stream()
                .filter(variable -> outside.stream().noneMatch(o -> o == variable.getName()))
                .forEach(variable -> names.add(variable.getNameAsString()));
        block.findAll(Parameter.class).forEach(p -> names.add(p.getNameAsString()));
        return names;
    }
}
