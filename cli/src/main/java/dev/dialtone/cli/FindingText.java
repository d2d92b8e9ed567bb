package dev.dialtone.cli;

import dev.dialtone.api.Finding;
import dev.dialtone.cli.Screen.Style;
import dev.dialtone.core.Verdict;
import java.util.ArrayList;
import java.util.List;

/// What the doctor found, as a table: verdict, check, and what was seen, with the other side's words and the advice
/// below it.
final class FindingText {
    private static final String[] HEADINGS = {"VERDICT", "CHECK", "SEEN"};
    private static final String GAP = "  ";
    private static final int WIDTH = 118;
    private static final int LEAST_TEXT = 40;

    private final Screen screen;
    private final int subjectWidth;

    FindingText(Screen screen, List<Finding> findings) {
        this.screen = screen;
        this.subjectWidth = findings.stream()
                .mapToInt(finding -> finding.subject().length())
                .reduce(HEADINGS[1].length(), Math::max);
    }

    void headings() {
        screen.show(screen.paint(
                Style.BOLD, pad(HEADINGS[0], HEADINGS[0].length()) + pad(HEADINGS[1], subjectWidth) + HEADINGS[2]));
    }

    void show(Finding finding) {
        Verdict verdict = finding.verdict();
        String word = verdict == Verdict.FAILED ? "FAILED" : verdict.word();
        int indent = HEADINGS[0].length() + GAP.length() + subjectWidth + GAP.length();
        List<String> lines = new ArrayList<>(wrapped(finding.text(), WIDTH - indent));
        screen.show(screen.paint(style(verdict), pad(word, HEADINGS[0].length()))
                + screen.paint(Style.PLAIN, pad(finding.subject(), subjectWidth) + lines.removeFirst()));
        lines.forEach(line -> below(indent, line));
        if (!finding.peer().isEmpty()) {
            below(indent, "peer    " + finding.peer());
        }
        if (!finding.advice().isEmpty()) {
            List<String> advice = new ArrayList<>(wrapped(finding.advice(), WIDTH - indent - "advice  ".length()));
            below(indent, "advice  " + advice.removeFirst());
            advice.forEach(line -> below(indent + "advice  ".length(), line));
        }
    }

    private void below(int indent, String text) {
        screen.line(" ".repeat(indent) + text);
    }

    private static Style style(Verdict verdict) {
        return switch (verdict) {
            case OK -> Style.GOOD;
            case WARNING -> Style.BOLD;
            case FAILED -> Style.BAD;
            case SKIPPED -> Style.FAINT;
        };
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length())) + GAP;
    }

    /// Lines of whole words, one at least; a word that is longer than a line has one of its own.
    static List<String> wrapped(String text, int width) {
        int room = Math.max(LEAST_TEXT, width);
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > room) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
