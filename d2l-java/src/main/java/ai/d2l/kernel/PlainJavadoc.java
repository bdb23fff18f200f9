package ai.d2l.kernel;

import ai.d2l.internal.notebook.Rendering;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.parser.Parser;

/** Javadoc as text that is read, not as it is written. */
final class PlainJavadoc {

    private static final Pattern INLINE = Pattern.compile("\\{@(\\w+)\\s*([^{}]*)\\}");
    private static final Pattern LINK = Pattern.compile("([^\\s(]+(?:\\([^)]*\\))?)\\s*(.*)");
    private static final Pattern BLOCK = Pattern.compile("(?m)^\\s*@(?=\\w)");
    // braces of code, so that those of the tags around them are found
    private static final char OPEN = '\ue000';
    private static final char SHUT = '\ue001';

    private static final char LINE = '\ue002';
    private static final Pattern PRE = Pattern.compile("<pre>.*?</pre>", Pattern.DOTALL);

    private PlainJavadoc() {}

    /** Returns it without tags; of nothing, nothing. */
    static String of(String javadoc) {
        if (javadoc == null) {
            return "";
        }
        String text = html(inline(javadoc.replaceAll("(?m)^ ", "")));
        String[] blocks = BLOCK.split(text);
        var lines = new StringBuilder(blocks[0].strip().replaceAll("\n{3,}", "\n\n"));
        for (int i = 1; i < blocks.length; i++) {
            lines.append(i == 1 ? "\n\n" : "\n").append(block(blocks[i]));
        }
        return Parser.unescapeEntities(lines.toString(), false).replace('\u00a0', ' ');
    }

    private static String block(String block) {
        String line = block.strip().replaceAll("\\s+", " ");
        return line.replaceFirst("^param (\\S+) ", "$1: ")
                .replaceFirst("^return ", "returns: ")
                .replaceFirst("^(?:throws|exception) (\\S+) ", "throws $1: ")
                .replaceFirst("^(see|since|deprecated|author) ", "$1: ");
    }

    /** The innermost braces first: what is in them, or the name that a link leads to. */
    private static String inline(String javadoc) {
        String text = javadoc;
        while (true) {
            var tag = INLINE.matcher(text);
            var braces = Pattern.compile("\\{(?!@)([^{}]*)\\}").matcher(text);
            if (braces.find()) {
                text = braces.replaceAll(OPEN + "$1" + SHUT);
            } else if (tag.find()) {
                text =
                        tag.replaceAll(
                                m -> Matcher.quoteReplacement(content(m.group(1), m.group(2))));
            } else {
                return text.replace(OPEN, '{').replace(SHUT, '}');
            }
        }
    }

    private static String content(String tag, String content) {
        if (tag.startsWith("link") || tag.equals("value")) {
            var link = LINK.matcher(content.strip());
            if (link.matches()) {
                String target = link.group(1).replaceFirst("^#", "").replace('#', '.');
                return link.group(2).isBlank() ? target : link.group(2);
            }
        }
        return Rendering.escape(content);
    }

    /** Lines of a paragraph become one, those of code stay. */
    private static String html(String text) {
        return PRE.matcher(text)
                .replaceAll(m -> Matcher.quoteReplacement(m.group().replace('\n', LINE)))
                .replaceAll("\\s*</?(p|ul|ol|pre|dl)>\\s*", "\n\n")
                .replaceAll("\\s*<li>\\s*", "\n- ")
                .replaceAll("</?[a-zA-Z][^>]*>", "")
                .replaceAll("(?<!\n)\n(?!\n|- |\\s*@\\w)[ \t]*", " ")
                .replace(LINE, '\n');
    }
}
