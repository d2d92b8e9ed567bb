package dev.dialtone.checker;

import java.util.List;

/// The run itself: what cannot be read proves nothing.
final class FormatRules {
    static final List<Rule> ALL = List.of(
            new Rule("facts", "A run is whole: each line a fact, in the order of time.", FormatRules::readable));

    private FormatRules() {}

    private static void readable(Run run, Findings findings) {
        run.unreadable.forEach(findings::add);
    }
}
