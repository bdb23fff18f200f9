package ai.d2l.kernel;

import ai.d2l.internal.notebook.Rendering;
import java.util.ArrayList;
import java.util.List;

/** A small table of texts, as HTML and as aligned lines. */
final class Grid {

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    /** Starts a table; without names it has no header. */
    Grid(String... header) {
        this.header = List.of(header);
    }

    void add(String... cells) {
        rows.add(List.of(cells));
    }

    void add(List<String> cells) {
        rows.add(List.copyOf(cells));
    }

    String html() {
        var table = new StringBuilder("<table>");
        if (!header.isEmpty()) {
            table.append("<thead>").append(row(header, "th")).append("</thead>");
        }
        table.append("<tbody>");
        rows.forEach(cells -> table.append(row(cells, "td")));
        return table.append("</tbody></table>").toString();
    }

    String text() {
        var all = new ArrayList<List<String>>(rows);
        if (!header.isEmpty()) {
            all.add(0, header);
        }
        int[] widths = new int[all.stream().mapToInt(List::size).max().orElse(0)];
        for (List<String> cells : all) {
            for (int i = 0; i < cells.size(); i++) {
                widths[i] = Math.max(widths[i], cells.get(i).length());
            }
        }
        var lines = new StringBuilder();
        for (List<String> cells : all) {
            var line = new StringBuilder();
            for (int i = 0; i < cells.size(); i++) {
                line.append(cells.get(i)).append(" ".repeat(widths[i] - cells.get(i).length() + 2));
            }
            lines.append(line.toString().stripTrailing()).append('\n');
        }
        return lines.toString().stripTrailing();
    }

    private static String row(List<String> cells, String tag) {
        var row = new StringBuilder("<tr>");
        cells.forEach(
                cell -> row.append("<%s>%s</%s>".formatted(tag, Rendering.escape(cell), tag)));
        return row.append("</tr>").toString();
    }
}
