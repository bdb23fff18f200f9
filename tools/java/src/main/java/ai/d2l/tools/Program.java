package ai.d2l.tools;

import ai.d2l.tools.Snippet.Role;
import com.github.javaparser.JavaParser;
import com.github.javaparser.ast.body.VariableDeclarator;
import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Cells as one Java class, in their order: variables are fields, as JShell has them, methods and
 * types are members, and statements stand in initializers, which Java runs from top to bottom.
 */
final class Program {

    /** What the kernel imports by itself. */
    private static final List<String> KERNEL_IMPORTS =
            Stream.of("io", "math", "net", "time", "util", "util.concurrent", "util.regex")
                    .map("import java.%s.*;"::formatted)
                    .toList();

    private static final String RUN = "$run";
    private static final Pattern IN_PACKAGE = Pattern.compile("\\b((?:[a-z]\\w*\\.)+)([A-Z]\\w*)");
    private static final Pattern COMMENTS = Pattern.compile("(?:\\s*//.*\n)*\\s*");

    /**
     * What is asked.
     *
     * @param base what the class extends, whose methods the cells call by their names; or null
     * @param others types that stand below the class, as files without a package
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

    private record Piece(String cell, Role role, String text) {
        boolean isMember() {
            return role == Role.METHOD || role == Role.TYPE;
        }

        String java() {
            return role == Role.VALUE ? "System.out.println(" + text + ");" : text;
        }
    }

    private final Request request;
    private final List<Piece> pieces = new ArrayList<>();
    private final Set<String> imports = new TreeSet<>(KERNEL_IMPORTS);
    private final StringBuilder others = new StringBuilder();
    private final Map<String, String> types = new TreeMap<>();
    private final Set<String> fields = new HashSet<>();

    /** The first line of what each cell has become, and its name. */
    private final TreeMap<Integer, String> places = new TreeMap<>();

    private Program(Request request, Snippet.Splitter splitter) {
        this.request = request;
        for (Cell cell : request.cells()) {
            String title = cell.title() == null ? "" : "\n// " + cell.title() + "\n";
            for (Snippet snippet : splitter.split(cell.source())) {
                if (snippet.role() == Role.IMPORT) {
                    imports.add(snippet.text());
                } else {
                    pieces.add(new Piece(cell.id(), snippet.role(), title + snippet.text()));
                    title = "";
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
        program.compile(program.draft());
        String text = program.text();
        for (var error : program.compile(text)) {
            String cell = program.places.floorEntry((int) error.getLineNumber()).getValue();
            String message = error.getMessage(Locale.ROOT).replaceAll("\\s+", " ");
            throw new IllegalArgumentException(cell + ": " + message);
        }
        return request.header() + formatted(text);
    }

    /** All variables as those of one method, where Java tells the type of what is {@code var}. */
    private String draft() {
        var members = new StringBuilder();
        var statements = new StringBuilder();
        for (Piece piece : pieces) {
            (piece.isMember() ? members : statements).append(piece.java()).append('\n');
        }
        String run = "void %s() throws Exception {\n%s}\n".formatted(RUN, statements);
        return begin() + run + members + "}\n" + others;
    }

    private String text() {
        var text = new StringBuilder(begin());
        text.append("public static void main(String[] args) throws Exception {\n");
        text.append("new %s();\n}\n\n".formatted(request.name()));
        text.append("private %s() throws Exception {}\n".formatted(request.name()));
        places.put(1, "the imports");
        boolean inBlock = false;
        for (Piece piece : pieces) {
            List<VariableDeclarator> declared = variables(piece);
            boolean again = declared.stream().anyMatch(v -> !fields.add(v.getNameAsString()));
            boolean statement = !piece.isMember() && (declared.isEmpty() || again);
            if (statement != inBlock) {
                text.append(statement ? "\n{\n" : "}\n");
                inBlock = statement;
            }
            places.put(lines(text), "cell " + piece.cell());
            text.append(declared.isEmpty() ? piece.java() : assigned(piece, declared, again));
            text.append('\n');
        }
        text.append(inBlock ? "}\n" : "");
        places.put(lines(text), "what stands below the chapter");
        return text.append("}\n").append(others).toString();
    }

    /** Returns fields in the place of variables, or assignments to those that there are. */
    private String assigned(Piece piece, List<VariableDeclarator> variables, boolean again) {
        var comments = COMMENTS.matcher(piece.text());
        comments.lookingAt();
        var text = new StringBuilder(comments.group());
        for (VariableDeclarator variable : variables) {
            String name = variable.getNameAsString();
            String type = variable.getTypeAsString().replaceFirst("^var$", types.get(name));
            var value = variable.getInitializer();
            boolean array = again && value.stream().anyMatch(v -> v.isArrayInitializerExpr());
            text.append(again ? "" : type + " ").append(name);
            value.ifPresent(v -> text.append(array ? " = new " + type : " = "));
            value.ifPresent(v -> text.append(v.getTokenRange().orElseThrow()));
            text.append(";\n");
        }
        return text.toString().strip();
    }

    private String begin() {
        String base = request.base() == null ? "" : " extends " + request.base();
        String head = "public final class %s%s {\n".formatted(request.name(), base);
        return String.join("\n", imports) + "\n" + head;
    }

    /** Returns the variables that a piece declares, and not those of a block inside. */
    private static List<VariableDeclarator> variables(Piece piece) {
        if (piece.role() != Role.STATEMENT) {
            return List.of();
        }
        var block = new JavaParser(Snippet.SETTINGS).parseBlock("{" + piece.text() + "\n}");
        return block.getResult().orElseThrow().getStatements().stream()
                .flatMap(statement -> statement.toExpressionStmt().stream())
                .flatMap(s -> s.getExpression().toVariableDeclarationExpr().stream())
                .flatMap(declaration -> declaration.getVariables().stream())
                .toList();
    }

    /** Compiles; notes the types of the variables of cells, and returns the errors. */
    private List<Diagnostic<? extends JavaFileObject>> compile(String text) {
        var file =
                new SimpleJavaFileObject(
                        URI.create("string:///%s.java".formatted(request.name())),
                        JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                };
        var found = new DiagnosticCollector<JavaFileObject>();
        String classPath = String.join(File.pathSeparator, request.classPath());
        var options = List.of("-proc:none", "-cp", classPath);
        var compiler = ToolProvider.getSystemJavaCompiler();
        var task = (JavacTask) compiler.getTask(null, null, found, options, null, List.of(file));
        var trees = Trees.instance(task);
        try {
            var unit = task.parse().iterator().next();
            task.analyze();
            for (Tree member : ((ClassTree) unit.getTypeDecls().get(0)).getMembers()) {
                if (member instanceof MethodTree run && run.getName().contentEquals(RUN)) {
                    for (Tree statement : run.getBody().getStatements()) {
                        if (statement instanceof VariableTree variable) {
                            String type = "" + trees.getTypeMirror(trees.getPath(unit, variable));
                            types.putIfAbsent("" + variable.getName(), shortened(type));
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.getDiagnostics().stream()
                .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                .toList();
    }

    /** Leaves out the packages that are imported. */
    private String shortened(String type) {
        Predicate<MatchResult> imported =
                name ->
                        name.group(1).equals("java.lang.")
                                || imports.contains("import %s*;".formatted(name.group(1)))
                                || imports.contains("import %s;".formatted(name.group()));
        return IN_PACKAGE
                .matcher(type)
                .replaceAll(name -> imported.test(name) ? name.group(2) : name.group());
    }

    private static int lines(CharSequence text) {
        return (int) text.chars().filter(c -> c == '\n').count() + 1;
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
