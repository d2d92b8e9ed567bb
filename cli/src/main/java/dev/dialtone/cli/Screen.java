package dev.dialtone.cli;

import dev.dialtone.api.Json;
import java.io.PrintStream;
import java.util.Map;

/// Standard output and standard error, a line at a time, each flushed at once.
///
/// SECURITY: names, and the words of servers, end here; no control character of theirs reaches the
/// terminal, and no invisible one that turns text around.
final class Screen {
    /// How a part of a line looks on a terminal; nothing changes elsewhere.
    enum Style {
        PLAIN(""),
        FAINT("\u001b[2m"),
        BOLD("\u001b[1m"),
        GOOD("\u001b[32m"),
        BAD("\u001b[31m");

        private final String begin;

        Style(String begin) {
            this.begin = begin;
        }
    }

    private static final String END = "\u001b[0m";

    private final PrintStream out;
    private final PrintStream err;
    private final boolean styledOut;
    private final boolean styledErr;

    Screen(PrintStream out, PrintStream err, boolean styledOut, boolean styledErr) {
        this.out = out;
        this.err = err;
        this.styledOut = styledOut;
        this.styledErr = styledErr;
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    boolean styled() {
        return styledOut;
    }

    /// Whether somebody sees standard error as it comes.
    boolean watched() {
        return styledErr;
    }

    /// A line on standard output.
    void line(String text) {
        show(clean(text));
    }

    /// A line on standard output in several looks; made by [#paint].
    void show(String painted) {
        // as bytes: thousands of lines in one text would go through the stream's encoder in small pieces
        out.writeBytes((painted + '\n').getBytes(out.charset()));
        out.flush();
    }

    /// A part of a line for [#show].
    String paint(Style style, String text) {
        return paint(style, text, styledOut);
    }

    /// An object on standard output.
    void json(Map<String, Object> object) {
        out.print(visible(Json.text(object)) + '\n');
        out.flush();
    }

    /// A line on standard error.
    void error(String text) {
        error(Style.PLAIN, text);
    }

    void error(Style style, String text) {
        err.print(paint(style, text, styledErr) + '\n');
        err.flush();
    }

    /// A line on standard error in the place of the one before; empty takes it away. Only when it is [#watched].
    void progress(String text) {
        err.print("\r" + clean(text) + "\u001b[K");
        err.flush();
    }

    /// Bytes on standard output.
    ///
    /// @return false when nobody reads them
    boolean raw(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
        out.flush();
        return !gone();
    }

    /// Whether nobody reads standard output any more.
    boolean gone() {
        return out.checkError();
    }

    private static String paint(Style style, String text, boolean styled) {
        String clean = clean(text);
        return styled && style != Style.PLAIN ? style.begin + clean + END : clean;
    }

    /// The text with a replacement character for all that a terminal would obey instead of show.
    static String clean(String text) {
        if (isPlain(text) || text.codePoints().noneMatch(Screen::obeyed)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(obeyed(c) ? '\uFFFD' : c));
        return clean.toString();
    }

    /// What nearly all text is, told without a look at each character's kind.
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    /// JSON text whose strings keep those characters, but escaped.
    private static String visible(String json) {
        if (json.codePoints().noneMatch(Screen::obeyed)) {
            return json;
        }
        StringBuilder visible = new StringBuilder(json.length());
        json.codePoints().forEach(c -> {
            if (!obeyed(c)) {
                visible.appendCodePoint(c);
                return;
            }
            for (char unit : Character.toChars(c)) {
                visible.append(String.format("\\u%04x", (int) unit));
            }
        });
        return visible.toString();
    }

    private static boolean obeyed(int c) {
        if (c >= ' ' && c < 0x7f) {
            return false;
        }
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
