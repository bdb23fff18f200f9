package ai.d2l.tools;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParseResult;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ParserConfiguration.LanguageLevel;
import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.TypeDeclaration;
import com.github.javaparser.ast.comments.Comment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The source of the helper module, in which types are found by their simple names. */
final class ModuleSource {

    static final ParserConfiguration SETTINGS =
            new ParserConfiguration().setLanguageLevel(LanguageLevel.JAVA_17);

    private static final Pattern QUOTE = Pattern.compile("(\\w+)(?:#(\\w+)(?:\\((.*)\\))?)?");

    private final Map<String, Path> files = new TreeMap<>();
    private final Path root;

    /**
     * Finds the files of the module.
     *
     * @param root the folder of the source, in which the packages begin
     */
    ModuleSource(Path root) throws IOException {
        this.root = root;
        try (Stream<Path> found = Files.walk(root)) {
            for (Path file : found.filter(ModuleSource::isType).toList()) {
                String name = file.getFileName().toString().replaceFirst("\\.java$", "");
                Path other = files.put(name, file);
                if (other != null) {
                    throw new IllegalArgumentException(
                            "Two types are called %s: %s and %s".formatted(name, other, file));
                }
            }
        }
    }

    /** Returns the file of each type, relative to the root and with slashes. */
    Map<String, String> files() {
        var relative = new TreeMap<String, String>();
        files.forEach(
                (name, file) ->
                        relative.put(name, root.relativize(file).toString().replace('\\', '/')));
        return relative;
    }

    /**
     * Returns the text of a type or a method, back at the margin and without documentation
     * comments: in a chapter the prose around it says what they say.
     *
     * @param what {@code Type}, {@code Type#method} for all methods of that name, or {@code
     *     Type#method(int, Block)} for one of them
     * @throws IllegalArgumentException if the module has no such thing; the message says what it
     *     has
     */
    String quote(String what) {
        Matcher parts = QUOTE.matcher(what.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "'%s' names nothing: write Type, Type#method or Type#method(int)"
                            .formatted(what));
        }
        TypeDeclaration<?> type = type(parts.group(1));
        String text = text(parts.group(1));
        if (parts.group(2) == null) {
            return withoutDocs(type, text);
        }
        return methods(type, parts.group(2), parts.group(3)).stream()
                .map(method -> withoutDocs(method, text))
                .collect(Collectors.joining("\n\n"));
    }

    private static List<MethodDeclaration> methods(
            TypeDeclaration<?> type, String name, String parameters) {
        List<MethodDeclaration> named = type.getMethodsByName(name);
        if (named.isEmpty()) {
            throw new IllegalArgumentException(
                    "the module's %s has no method %s".formatted(type.getNameAsString(), name));
        }
        List<MethodDeclaration> asked =
                named.stream()
                        .filter(m -> parameters == null || parameters.equals(types(m)))
                        .toList();
        if (asked.isEmpty()) {
            throw new IllegalArgumentException(
                    "the module's %s.%s takes %s, not (%s)"
                            .formatted(
                                    type.getNameAsString(),
                                    name,
                                    named.stream()
                                            .map(m -> "(" + types(m) + ")")
                                            .collect(Collectors.joining(" or ")),
                                    parameters));
        }
        return asked;
    }

    private static String types(MethodDeclaration method) {
        return method.getParameters().stream()
                .map(parameter -> parameter.getType().asString().replaceFirst("<.*", ""))
                .collect(Collectors.joining(", "));
    }

    /** Returns a type of the module. */
    TypeDeclaration<?> type(String name) {
        return parse(text(name)).getTypes().stream()
                .filter(type -> type.getNameAsString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no type " + name));
    }

    /** Returns the names of the public static methods of a type. */
    Set<String> staticMethods(String name) {
        return type(name).getMethods().stream()
                .filter(method -> method.isStatic() && method.isPublic())
                .map(MethodDeclaration::getNameAsString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the text of the file of a type. */
    private String text(String name) {
        Path file = files.get(name);
        if (file == null) {
            throw new IllegalArgumentException("the module has no type %s".formatted(name));
        }
        try {
            return Files.readString(file).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parses a Java file. */
    static CompilationUnit parse(String text) {
        ParseResult<CompilationUnit> result = new JavaParser(SETTINGS).parse(text);
        if (!result.isSuccessful()) {
            throw new IllegalArgumentException(result.getProblem(0).getMessage());
        }
        return result.getResult().orElseThrow();
    }

    private static String withoutDocs(Node node, String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        for (Comment comment : node.getAllContainedComments()) {
            if (comment.isJavadocComment()) {
                for (int i = begin(comment); i <= end(comment); i++) {
                    lines.set(i, null);
                }
            }
        }
        int margin = node.getBegin().orElseThrow().column - 1;
        return lines.subList(begin(node), end(node) + 1).stream()
                .filter(line -> line != null)
                .map(line -> line.isBlank() ? "" : line.substring(margin))
                .collect(Collectors.joining("\n"));
    }

    private static int begin(Node node) {
        return node.getBegin().orElseThrow().line - 1;
    }

    private static int end(Node node) {
        return node.getEnd().orElseThrow().line - 1;
    }

    private static boolean isType(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".java") && !name.contains("-");
    }
}
