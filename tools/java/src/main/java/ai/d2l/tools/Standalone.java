package ai.d2l.tools;

import ai.d2l.tools.Snippet.Role;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A chapter that needs nothing of the module: what it uses of it is inlined, from the module's
 * source.
 *
 * @param imports what its code imports from elsewhere, with a line for each
 * @param helpers the types that are inlined, by their names
 * @param cells the code of the chapter, rewritten; by the ids of the cells
 * @param program the same as one Java file
 */
record Standalone(
        List<String> imports,
        Map<String, String> helpers,
        Map<String, String> cells,
        String program) {

    /** What is read in another way where there is no module around it. */
    private static final List<String> REPLACED = List.of("DataFolder");

    /**
     * What is asked.
     *
     * @param source the folder of the module's source
     * @param name the class of the program
     * @param cells the code of the chapter, by the ids of the cells
     * @param titles what stands above a cell in the chapter, where there is a heading
     * @param classPath the jars that the program may use
     */
    record Request(
            String source,
            String name,
            Map<String, String> cells,
            Map<String, String> titles,
            List<String> classPath) {}

    /**
     * Makes a chapter stand alone.
     *
     * @throws IllegalArgumentException naming the cell, if it calls what nobody defines
     */
    static Standalone of(Request request, ModuleSource module, Snippet.Splitter splitter) {
        REPLACED.forEach(name -> module.replace(name, replacement(name)));
        var snippets = new LinkedHashMap<String, List<Snippet>>();
        request.cells().forEach((id, cell) -> snippets.put(id, splitter.split(cell)));
        List<Snippet> all = snippets.values().stream().flatMap(List::stream).toList();
        CellNames names = CellNames.of(all);
        Scope scope = Scope.of(module, "", names.imports());

        var helpers = new Helpers(module);
        var program = new Program(request.name());
        var cells = new LinkedHashMap<String, String>();
        snippets.forEach(
                (id, cell) -> {
                    program.cell(id, request.titles().get(id));
                    var texts = new ArrayList<String>();
                    for (Snippet snippet : cell) {
                        if (snippet.role() == Role.IMPORT) {
                            continue;
                        }
                        Rewriting rewriting = rewriting(snippet, scope, names.defines());
                        rewriting.used().forEach(helpers::add);
                        texts.add((snippet.afterBlankLine() ? "\n" : "") + rewriting.result());
                        if (snippet.role() != Role.TYPE || !module.has(definedBy(snippet))) {
                            program.add(snippet.role(), rewriting.result());
                        }
                    }
                    cells.put(id, String.join("\n", texts).strip());
                });
        var imports = new TreeSet<>(helpers.imports());
        imports.addAll(scope.foreign());
        return new Standalone(
                imports.stream().map("import %s;"::formatted).toList(),
                helpers.texts(),
                cells,
                program.text(imports, helpers.texts().values(), request.classPath()));
    }

    private static Rewriting rewriting(Snippet snippet, Scope scope, Set<String> defined) {
        return switch (snippet.role()) {
            case TYPE -> new Rewriting("", snippet.text(), "", scope, defined);
            case METHOD -> new Rewriting("class C {\n", snippet.text(), "\n}", scope, defined);
            case VALUE ->
                    new Rewriting(
                            "class C {\nvoid run() {\nvar v =\n",
                            snippet.text(),
                            ";\n}\n}",
                            scope,
                            defined);
            default ->
                    new Rewriting(
                            "class C {\nvoid run() {\n", snippet.text(), "\n}\n}", scope, defined);
        };
    }

    private static String definedBy(Snippet type) {
        return ModuleSource.parse(type.text()).getType(0).getNameAsString();
    }

    private static String replacement(String name) {
        try (InputStream in =
                Standalone.class.getResourceAsStream("standalone/" + name + ".java")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
