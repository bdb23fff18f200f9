package ai.d2l.tools;

import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** Reads cells for the Python tools: a request comes in, an answer out, each a line of JSON. */
public final class Main {

    private Main() {}

    /** Cells that are to be formatted, or those of a program. */
    record Request(List<String> cells, Program.Request program) {}

    /** A text, or why there is none. */
    record Answer(String text, String error) {}

    /** Answers requests on standard input until there are no more. */
    public static void main(String[] args) throws IOException {
        var gson = new Gson();
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (var splitter = new Snippet.Splitter()) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Request request = gson.fromJson(line, Request.class);
                List<Answer> answers =
                        request.program() != null
                                ? List.of(answer(() -> Program.of(request.program(), splitter)))
                                : request.cells().stream()
                                        .map(c -> answer(() -> formatted(splitter, c)))
                                        .toList();
                out.println(gson.toJson(answers));
            }
        }
    }

    private static String formatted(Snippet.Splitter splitter, String cell) {
        return CellFormat.format(splitter.split(cell));
    }

    private static Answer answer(Supplier<String> made) {
        try {
            return new Answer(made.get(), "");
        } catch (IllegalArgumentException e) {
            return new Answer("", e.getMessage());
        }
    }
}
