package dev.dialtone.checker;

import java.util.ArrayList;
import java.util.List;

/// Collects what the rules find.
final class Findings {
    private final List<Violation> found = new ArrayList<>();
    private String rule = "";
    private String sentence = "";

    /// What is added from here on breaks this rule.
    void of(Rule broken) {
        rule = broken.number();
        sentence = broken.sentence();
    }

    /// @param how what is wrong at that line, beside the sentence of the rule
    void add(int line, String how) {
        found.add(new Violation(rule, line, sentence + " But " + how + "."));
    }

    List<Violation> all() {
        return List.copyOf(found);
    }
}
