package ai.d2l.tools;

import ai.d2l.tools.Snippet.Role;
import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.Modifier.Keyword;
import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.BodyDeclaration;
import com.github.javaparser.ast.body.Parameter;
import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.expr.LambdaExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.expr.TypePatternExpr;
import com.github.javaparser.ast.nodeTypes.NodeWithModifiers;
import com.github.javaparser.ast.nodeTypes.NodeWithSimpleName;
import com.github.javaparser.ast.stmt.BlockStmt;
import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Cells as one Java class: their methods and types are members, all else is {@code main}.
 *
 * <p>A variable is local to {@code main} where Java allows it; one that a method, a type or a
 * lambda uses, or that is declared again, is a static field, as JShell has it.
 */
final class Program {

    /** What the kernel imports by itself. */
    private static final List<String> KERNEL_IMPORTS =
            Stream.of("io", "math", "net", "time", "util", "util.concurrent", "util.regex")
                    .map("import java.%s.*;"::formatted)
                    .toList();

    /**
     * What is asked.
     *
     * @param name of the class
     * @param base what the class extends, whose static methods the cells call by their names; or
     *     null
     * @param header what stands above all
     * @param cells in their order
     * @param others types that stand below the class, as files without a package
     * @param classPath the jars that the program may use
     */
    record Request(
            String name,
            String base,
            String header,
            List<Cell> cells,
            List<String> others,
            List<String> classPath) {}

    /** A cell, and the heading above it, or null. */
    record Cell(String id, String title, String source) {}

    private record Piece(String cell, Role role, String text) {}

    private final Request request;
    private final List<Piece> pieces = new ArrayList<>();
    private final Set<String> imports = new TreeSet<>(KERNEL_IMPORTS);
    private final StringBuilder others = new StringBuilder();

    private Program(Request request, Snippet.Splitter splitter) {
        this.request = request;
        for (Cell cell : request.cells()) {
            List<Snippet> snippets = splitter.split(cell.source());
            boolean code = snippets.stream().anyMatch(snippet -> snippet.role() != Role.IMPORT);
            if (cell.title() != null && code) {
                pieces.add(new Piece(cell.id(), Role.STATEMENT, "\n// " + cell.title()));
            }
            for (Snippet snippet : snippets) {
                if (snippet.role() == Role.IMPORT) {
                    imports.add(snippet.text());
                } else {
                    pieces.add(new Piece(cell.id(), snippet.role(), snippet.text()));
                }
            }
        }
        imports.removeIf(line -> line.matches("(?s).*import (static )?ai\\.d2l\\..*"));
        for (String other : request.others()) {
            other.lines().filter(line -> line.startsWith("import ")).forEach(imports::add);
            others.append(other.replaceAll("(?m)^import .*\n", "")).append('\n');
        }
    }

    /**
     * Returns the file, formatted.
     *
     * @throws IllegalArgumentException naming the cell, if it does not compile
     */
    static String of(Request request, Snippet.Splitter splitter) {
        var program = new Program(request, splitter);
        var types = new TreeMap<String, String>();
        String draft = program.assemble(Map.of(), new TreeMap<>());
        Compiled.of(draft, request.classPath())
                .types()
                .forEach((name, type) -> types.put(name, program.shortened(type)));
        types.keySet().retainAll(program.shared());
        var cells = new TreeMap<Integer, String>();
        String text = program.assemble(types, cells);
        for (var error : Compiled.of(text, request.classPath()).errors()) {
            String cell = cells.floorEntry((int) error.getLineNumber()).getValue();
            String message = error.getMessage(Locale.ROOT).replaceAll("\\s+", " ");
            throw new IllegalArgumentException(cell + ": " + message);
        }
        return request.header() + formatted(text);
    }

    private String assemble(Map<String, String> fields, TreeMap<Integer, String> cells) {
        cells.put(1, "the imports");
        var text = new StringBuilder();
        imports.forEach(line -> text.append(line).append('\n'));
        String base = request.base() == null ? "" : " extends " + request.base();
        text.append("public final class %s%s {\n".formatted(request.name(), base));
        fields.forEach((name, type) -> text.append("static %s %s;\n".formatted(type, name)));
        text.append("public static void main(String[] args) throws Exception {\n");
        for (Piece piece : pieces) {
            if (!isMember(piece)) {
                append(text, piece, statement(piece, fields.keySet()), cells);
            }
        }
        text.append("}\n");
        for (Piece piece : pieces) {
            if (isMember(piece)) {
                append(text, piece, member(piece.text()), cells);
            }
        }
        cells.put(lines(text), "what stands below the chapter");
        return text.append("}\n").append(others).toString();
    }

    private static void append(
            StringBuilder text, Piece piece, String java, TreeMap<Integer, String> cells) {
        cells.put(lines(text), "cell " + piece.cell());
        text.append(java).append('\n');
    }

    private static int lines(CharSequence text) {
        return (int) text.chars().filter(c -> c == '\n').count() + 1;
    }

    private static boolean isMember(Piece piece) {
        return piece.role() == Role.METHOD || piece.role() == Role.TYPE;
    }

    /** Returns a piece of main, in which the declaration of a field is an assignment. */
    private static String statement(Piece piece, Set<String> fields) {
        if (piece.role() == Role.VALUE) {
            return "System.out.println(%s);".formatted(piece.text());
        }
        List<VariableDeclarator> declared = declared(parse(piece));
        if (declared.stream().noneMatch(variable -> fields.contains(variable.getNameAsString()))) {
            return piece.text();
        }
        var text =
                new StringBuilder(piece.text().replaceFirst("(?s)^((?:\\s*//[^\n]*\n)*).*", "$1"));
        for (VariableDeclarator variable : declared) {
            variable.getInitializer()
                    .ifPresent(
                            value -> {
                                boolean array = value.isArrayInitializerExpr();
                                String type = array ? "new " + variable.getType() : "";
                                String java = value.getTokenRange().orElseThrow().toString();
                                text.append(variable.getName() + " = " + type + java + ";");
                            });
        }
        return text.toString();
    }

    private static String member(String text) {
        BodyDeclaration<?> member =
                ModuleSource.parse("class C {\n" + text + "\n}").getType(0).getMember(0);
        boolean isStatic =
                member instanceof NodeWithModifiers<?> n && n.hasModifier(Keyword.STATIC);
        String[] lines = text.split("\n", -1);
        int first = member.getBegin().orElseThrow().line - 2; // below comments
        lines[first] = (isStatic ? "" : "static ") + lines[first];
        return String.join("\n", lines);
    }

    /** Returns the names of the variables of cells that have to be fields. */
    private Set<String> shared() {
        var names = new TreeSet<String>();
        var inMain = new TreeSet<String>();
        for (Piece piece : pieces) {
            if (isMember(piece)) {
                names.addAll(unbound(ModuleSource.parse("class C {\n" + piece.text() + "\n}")));
            } else {
                BlockStmt parsed = parse(piece);
                parsed.findAll(LambdaExpr.class).forEach(l -> names.addAll(unbound(l)));
                variables(parsed).filter(name -> !inMain.add(name)).forEach(names::add);
            }
        }
        return names;
    }

    private static Set<String> unbound(Node piece) {
        var names = new TreeSet<String>();
        piece.findAll(NameExpr.class).forEach(name -> names.add(name.getNameAsString()));
        variables(piece).forEach(names::remove);
        return names;
    }

    private static Stream<String> variables(Node piece) {
        return piece
                .findAll(
                        Node.class,
                        node ->
                                node instanceof VariableDeclarator
                                        || node instanceof Parameter
                                        || node instanceof TypePatternExpr)
                .stream()
                .map(variable -> ((NodeWithSimpleName<?>) variable).getNameAsString());
    }

    private static BlockStmt parse(Piece piece) {
        String value = piece.role() == Role.VALUE ? "var $value =\n" + piece.text() + ";" : null;
        String text = value == null ? piece.text() : value;
        CompilationUnit file = ModuleSource.parse("class C { void run() {\n" + text + "\n} }");
        return file.getType(0).getMethods().get(0).getBody().orElseThrow();
    }

    /** Returns the variables that are declared there, and not in a block inside. */
    private static List<VariableDeclarator> declared(BlockStmt statements) {
        return statements.getStatements().stream()
                .flatMap(s -> s.toExpressionStmt().stream())
                .flatMap(s -> s.getExpression().toVariableDeclarationExpr().stream())
                .flatMap(declaration -> declaration.getVariables().stream())
                .toList();
    }

    /** Leaves out the packages that are imported. */
    private String shortened(String type) {
        String result = type.replaceAll("\\bjava\\.lang\\.(?=[A-Z])", "");
        for (String line : imports) {
            String name = line.replaceFirst("import ", "").replace(";", "");
            String known = name.substring(0, name.lastIndexOf('.') + 1);
            String last = name.endsWith("*") ? "[A-Z]" : name.substring(known.length()) + "\\b";
            result = result.replaceAll("\\b\\Q%s\\E(?=%s)".formatted(known, last), "");
        }
        return result;
    }

    private static String formatted(String text) {
        try {
            return new Formatter(JavaFormatterOptions.builder().style(Style.AOSP).build())
                    .formatSourceAndFixImports(RemoveUnusedImports.removeUnusedImports(text));
        } catch (FormatterException e) {
            throw new IllegalStateException(e);
        }
    }
}
