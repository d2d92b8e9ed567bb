package dev.dialtone.phonebooks;

import java.util.List;
import java.util.Set;

/// SECURITY: a phone book should hold no secret, but two of its keys may. They are emptied before anything is kept, so
/// that no export can ever tell them.
final class PbkSecrets {
    private static final Set<String> KEYS = Set.of("PreSharedKey", "ApnInfoPassword");

    private PbkSecrets() {}

    /// The section without them.
    ///
    /// @param leftOut gets a remark for each, without a word of it
    static PbkSection without(PbkSection section, List<Remark> leftOut) {
        PbkSection kept = section;
        for (PbkSection.Placed placed : section.settings()) {
            TextLine line = placed.line();
            if (KEYS.contains(line.key()) && !line.value().isEmpty()) {
                kept = kept.with(line, line.withValue(""));
                leftOut.add(Remark.secret(line));
            }
        }
        return kept;
    }
}
