package ai.d2l.tools;

import ai.d2l.tools.Snippet.Role;
import com.github.javaparser.ast.Modifier.Keyword;
import com.github.javaparser.ast.body.BodyDeclaration;
import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.nodeTypes.NodeWithModifiers;
import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A chapter as one Java class: its methods and types are members, all else is {@code main}.
 *
 * <p>A variable of a cell that a method uses, or a block hides, becomes a static field; the others
 * stay in {@code main}.
 */
final class Program {

    /** What the kernel imports by itself. */
    private static final List<String> OF_THE_KERNEL =
            List.of(
                    "java.io.*",
                    "java.math.*",
                    "java.net.*",
                    "java.time.*",
                    "java.util.*",
                    "java.util.concurrent.*",
                    "java.util.regex.*");

    private record Piece(String cell, Role role, String text) {}

    private final String name;
    private final List<Piece> pieces = new ArrayList<>();
    private final Redeclarations redeclarations = new Redeclarations();
    private String cell = "";

    Program(String name) {
        this.name = name;
    }

    /** Begins a cell; its title becomes a comment. */
    void cell(String id, String title) {
        cell = id;
        if (title != null) {
            add(Role.STATEMENT, "\n// " + title);
        }
    }

    /** Adds a snippet of the cell. */
    void add(Role role, String text) {
        String statement =
                role == Role.VALUE ? "System.out.println(%s);".formatted(text.strip()) : text;
        if (role == Role.METHOD || role == Role.TYPE) {
            pieces.add(new Piece(cell, role, text));
        } else {
            pieces.add(new Piece(cell, Role.STATEMENT, redeclarations.renamed(statement)));
        }
    }

    /**
     * Returns the file, formatted.
     *
     * @throws IllegalArgumentException naming the cell, if it does not compile
     */
    String text(Collection<String> imports, Collection<String> helpers, List<String> classPath) {
        var javac = new Javac(classPath);
        var all = new TreeSet<>(imports);
        all.addAll(OF_THE_KERNEL);
        Map<String, String> types =
                javac.localTypes(name, assemble(all, helpers, Map.of(), new TreeMap<>()));
        var shared = new TreeMap<String, String>();
        for (String variable : namesOfFields()) {
            if (types.containsKey(variable)) {
                shared.put(variable, types.get(variable));
            }
        }
        var cellAtLine = new TreeMap<Integer, String>();
        String text = assemble(all, helpers, shared, cellAtLine);
        javac.check(name, text)
                .ifPresent(
                        e -> {
                            var at = cellAtLine.floorEntry(e.line());
                            String cell = at == null ? "(the imports)" : at.getValue();
                            throw new IllegalArgumentException(
                                    "cell %s: %s".formatted(cell, e.message()));
                        });
        return formatted(text);
    }

    private String assemble(
            Set<String> imports,
            Collection<String> helpers,
            Map<String, String> shared,
            Map<Integer, String> cellAtLine) {
        var text = new StringBuilder();
        imports.forEach(declared -> text.append("import %s;\n".formatted(declared)));
        text.append("public final class %s {\n".formatted(name));
        shared.forEach((n, type) -> text.append("private static %s %s;\n".formatted(type, n)));
        text.append("public static void main(String[] args) throws Exception {\n");
        append(text, Set.of(Role.STATEMENT), shared.keySet(), cellAtLine);
        text.append("}\n");
        append(text, Set.of(Role.METHOD, Role.TYPE), Set.of(), cellAtLine);
        cellAtLine.put(lines(text), "(a helper)");
        text.append("}\n");
        helpers.forEach(helper -> text.append(Rewriting.packagePrivate(helper)).append("\n\n"));
        return text.toString();
    }

    private void append(
            StringBuilder text,
            Set<Role> roles,
            Set<String> shared,
            Map<Integer, String> cellAtLine) {
        for (Piece piece : pieces) {
            if (roles.contains(piece.role())) {
                cellAtLine.put(lines(text), piece.cell());
                boolean statement = piece.role() == Role.STATEMENT;
                text.append(statement ? assigned(piece.text(), shared) : member(piece.text()));
                text.append('\n');
            }
        }
    }

    private static int lines(CharSequence text) {
        return (int) text.chars().filter(c -> c == '\n').count() + 1;
    }

    /** Turns the declaration of a shared variable into an assignment. */
    private static String assigned(String statement, Set<String> shared) {
        for (VariableDeclarator variable : Statements.declared(Statements.parse(statement))) {
            if (shared.contains(variable.getNameAsString())) {
                return withoutType(statement, variable);
            }
        }
        return statement;
    }

    private static String withoutType(String statement, VariableDeclarator variable) {
        int from = Statements.offset(statement, variable.getParentNode().orElseThrow());
        int to = Statements.offset(statement, variable.getName());
        return statement.substring(0, from) + statement.substring(to);
    }

    private static String member(String text) {
        BodyDeclaration<?> member =
                ModuleSource.parse("class C {\n" + text + "\n}").getType(0).getMember(0);
        boolean isStatic =
                member instanceof NodeWithModifiers<?> n && n.hasModifier(Keyword.STATIC);
        if (isStatic) {
            return text;
        }
        var begin = member.getBegin().orElseThrow();
        String[] lines = text.split("\n", -1);
        lines[begin.line - 2] = "static " + lines[begin.line - 2];
        return String.join("\n", lines);
    }

    /**
     * Returns the names of variables that methods and types of the chapter use and do not declare,
     * and of those that a block declares: it may hide a field, and not a variable of main.
     */
    private Set<String> namesOfFields() {
        var names = new TreeSet<String>();
        for (Piece piece : pieces) {
            if (piece.role() == Role.STATEMENT) {
                names.addAll(Statements.declaredInside(Statements.parse(piece.text())));
                continue;
            }
            var file = ModuleSource.parse("class C {\n" + piece.text() + "\n}");
            Set<String> own = Statements.declaredInside(file);
            file.findAll(NameExpr.class).stream()
                    .map(NameExpr::getNameAsString)
                    .filter(n -> !own.contains(n))
                    .forEach(names::add);
        }
        return names;
    }

    private static String formatted(String text) {
        try {
            String used = RemoveUnusedImports.removeUnusedImports(text);
            String ordered = ImportOrderer.reorderImports(used, Style.GOOGLE);
            return new Formatter(JavaFormatterOptions.builder().style(Style.AOSP).build())
                    .formatSource(ordered);
        } catch (FormatterException e) {
            throw new IllegalStateException(e);
        }
    }
}
