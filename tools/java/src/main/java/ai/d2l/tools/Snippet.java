package ai.d2l.tools;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ParserConfiguration.LanguageLevel;
import com.github.javaparser.ast.body.BodyDeclaration;
import com.github.javaparser.ast.body.FieldDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * A part of a cell that the kernel evaluates by itself, with the comments before it.
 *
 * @param text as it stands in the cell, without blank lines around it
 * @param role where in a Java file it could stand
 * @param afterBlankLine whether a blank line parts it from the one before
 */
record Snippet(String text, Role role, boolean afterBlankLine) {

    static final ParserConfiguration SETTINGS =
            new ParserConfiguration().setLanguageLevel(LanguageLevel.JAVA_17);

    /** Where in a Java file a snippet could stand. */
    enum Role {
        IMPORT,
        TYPE,
        METHOD,
        STATEMENT,
        /** A value without a semicolon, which the notebook shows. */
        VALUE
    }

    /** Splits cells as the kernel does: it is the same library. */
    static final class Splitter implements AutoCloseable {

        private final JShell shell = JShell.builder().executionEngine("local").build();
        private final SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();

        /**
         * Returns the snippets of a cell in their order.
         *
         * @throws IllegalArgumentException naming the line at which it is no longer Java
         */
        List<Snippet> split(String cell) {
            var snippets = new ArrayList<Snippet>();
            String rest = cell;
            while (!isBlankOrComments(rest)) {
                CompletionInfo info = analysis.analyzeCompletion(rest);
                if (!info.completeness().isComplete()) {
                    throw noJava(cell, rest);
                }
                String taken = rest.substring(0, rest.length() - info.remaining().length());
                boolean blank = taken.matches("(?s)\\s*\\n\\s*\\n.*") && !snippets.isEmpty();
                String text = taken.strip();
                String unread = rest;
                Role role = role(text).orElseThrow(() -> noJava(cell, unread));
                snippets.add(new Snippet(text, role, blank));
                rest = info.remaining();
            }
            if (!rest.isBlank()) {
                snippets.add(new Snippet(rest.strip(), Role.STATEMENT, false));
            }
            return snippets;
        }

        private boolean isBlankOrComments(String text) {
            return text.isBlank()
                    || analysis.analyzeCompletion(text).completeness() == Completeness.EMPTY;
        }

        private static Optional<Role> role(String text) {
            var parser = new JavaParser(SETTINGS);
            if (parser.parseImport(text).isSuccessful()) {
                return Optional.of(Role.IMPORT);
            }
            var member = parser.parseBodyDeclaration(text);
            if (member.isSuccessful()) {
                return Optional.of(role(member.getResult().orElseThrow()));
            }
            if (parser.parseBlock("{" + text + "\n}").isSuccessful()) {
                return Optional.of(Role.STATEMENT);
            }
            boolean value = parser.parseExpression(text).isSuccessful();
            return value ? Optional.of(Role.VALUE) : Optional.empty();
        }

        private static Role role(BodyDeclaration<?> member) {
            if (member.isTypeDeclaration()) {
                return Role.TYPE;
            }
            boolean variable =
                    member instanceof FieldDeclaration field && field.getModifiers().isEmpty();
            return variable || member.isInitializerDeclaration() ? Role.STATEMENT : Role.METHOD;
        }

        private static IllegalArgumentException noJava(String cell, String rest) {
            String unread = rest.stripLeading();
            String before = cell.substring(0, cell.length() - unread.length());
            String line = unread.lines().findFirst().orElse("").strip();
            return new IllegalArgumentException(
                    "line %d is not Java: %s".formatted(before.split("\n", -1).length, line));
        }

        @Override
        public void close() {
            shell.close();
        }
    }
}
