package ai.d2l.tools;

import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads cells and the module's source for the Python tools: a request comes in, an answer out. */
public final class Main {

    private Main() {}

    /**
     * What is asked.
     *
     * @param source the folder of the module's source
     * @param quotes what is quoted, such as {@code Training#tryGpu}
     * @param cells the text of each cell
     * @param program the cells that are to be one program, or null
     */
    record Request(
            String source, List<String> quotes, List<String> cells, Program.Request program) {}

    /**
     * What is answered, in the order of the request.
     *
     * @param files the file of each type of the module
     * @param statics the static methods of each type of which a cell imports all
     * @param program the program, or null
     * @param error why there is none
     */
    record Answer(
            Map<String, String> files,
            Map<String, Set<String>> statics,
            List<Text> quotes,
            List<Cell> cells,
            String program,
            String error) {}

    /** A text, or why there is none. */
    record Text(String text, String error) {}

    /** A cell as it should be formatted and the names in it, or why it cannot be read. */
    record Cell(String formatted, CellNames names, String error) {}

    /**
     * Answers requests until there are no more: a line of JSON each, on standard in- and output.
     */
    public static void main(String[] args) throws IOException {
        var gson = new Gson();
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (var splitter = new Snippet.Splitter()) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(gson.toJson(answer(gson.fromJson(line, Request.class), splitter)));
            }
        }
    }

    static Answer answer(Request request, Snippet.Splitter splitter) throws IOException {
        if (request.program() != null) {
            return program(request.program(), splitter);
        }
        var module = new ModuleSource(Path.of(request.source()));
        List<Cell> cells = request.cells().stream().map(cell -> cell(splitter, cell)).toList();
        return new Answer(
                module.files(),
                statics(module, cells),
                request.quotes().stream().map(what -> quote(module, what)).toList(),
                cells,
                null,
                null);
    }

    private static Answer program(Program.Request request, Snippet.Splitter splitter) {
        try {
            return new Answer(null, null, null, null, Program.of(request, splitter), null);
        } catch (IllegalArgumentException e) {
            return new Answer(null, null, null, null, null, e.getMessage());
        }
    }

    private static Map<String, Set<String>> statics(ModuleSource module, List<Cell> cells) {
        var statics = new TreeMap<String, Set<String>>();
        for (Cell cell : cells) {
            for (String imported :
                    cell.names() == null ? Set.<String>of() : cell.names().imports()) {
                String type = imported.replaceFirst("^static (.*\\.)?(\\w+)\\.[*\\w]+$", "$2");
                if (imported.startsWith("static ai.d2l.") && module.files().containsKey(type)) {
                    statics.put(type, module.staticMethods(type));
                }
            }
        }
        return statics;
    }

    private static Text quote(ModuleSource module, String what) {
        try {
            return new Text(module.quote(what), null);
        } catch (IllegalArgumentException e) {
            return new Text(null, e.getMessage());
        }
    }

    private static Cell cell(Snippet.Splitter splitter, String cell) {
        try {
            List<Snippet> snippets = splitter.split(cell);
            return new Cell(CellFormat.format(snippets), CellNames.of(snippets), null);
        } catch (IllegalArgumentException e) {
            return new Cell(null, null, e.getMessage());
        }
    }
}
