package ai.d2l.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.dflib.jjava.jupyter.messages.request.HistoryRequest;

/** The cells that have run, for a front end that asks. */
final class History {

    private static final int SESSION = 1;

    private final List<String> cells = new ArrayList<>();

    /** Keeps a cell. */
    synchronized void add(String code) {
        cells.add(code);
    }

    /** Returns what the request asks for, as the content of its reply. */
    synchronized Map<String, Object> answer(HistoryRequest request) {
        var lines = new ArrayList<Integer>();
        for (int line = 1; line <= cells.size(); line++) {
            lines.add(line);
        }
        int most = cells.size();
        if (request instanceof HistoryRequest.Range range) {
            lines.removeIf(line -> line < range.getStart() || line >= range.getStop());
        } else if (request instanceof HistoryRequest.Search search) {
            lines.removeIf(line -> !glob(search.getPattern()).test(cells.get(line - 1)));
            if (search.filterUnique()) {
                var last = new LinkedHashMap<String, Integer>();
                lines.forEach(line -> last.put(cells.get(line - 1), line));
                lines.retainAll(last.values());
            }
            most = search.getMaxReturnLength() > 0 ? search.getMaxReturnLength() : most;
        } else if (request instanceof HistoryRequest.Tail tail) {
            most = tail.getMaxReturnLength();
        }
        var found =
                lines.subList(Math.max(0, lines.size() - most), lines.size()).stream()
                        .map(line -> entry(line, request.includeOutput()))
                        .toList();
        return Map.of("status", "ok", "history", found);
    }

    private List<Object> entry(int line, boolean withOutput) {
        String code = cells.get(line - 1);
        return List.of(SESSION, line, withOutput ? Arrays.asList(code, null) : code);
    }

    private static Predicate<String> glob(String pattern) {
        String quoted = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.compile(quoted, Pattern.DOTALL).asMatchPredicate();
    }
}
