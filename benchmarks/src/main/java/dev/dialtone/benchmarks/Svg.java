package dev.dialtone.benchmarks;

import java.util.Locale;

/// An SVG picture on white, written element by element.
public final class Svg {
    private final StringBuilder text = new StringBuilder();

    private Svg(int width, int height) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" "
                        + "font-size=\"12\">",
                width, height);
        add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
    }

    /// @param width  pixels
    /// @param height pixels
    public static Svg of(int width, int height) {
        return new Svg(width, height);
    }

    /// Adds an element; the numbers in it with a decimal point everywhere.
    public void add(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    /// The whole picture.
    public String end() {
        return text + "</svg>\n";
    }
}
