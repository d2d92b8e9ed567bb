package dev.dialtone.checker;

import java.util.List;

/// What came of judging one run.
///
/// @param seed  of the run
/// @param lines how many it had
public record Verdict(long seed, int lines, List<Violation> violations) {

    /// Whether no rule was broken.
    public boolean passed() {
        return violations.isEmpty();
    }
}
