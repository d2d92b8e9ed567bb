package dev.dialtone.manager;

import dev.dialtone.api.Finding;
import java.util.List;

/// One thing the doctor looks at. Changes nothing; ends by itself within a few seconds; runs on a thread of its own.
interface Check {
    /// What the finding is about; unlike that of every other check.
    String subject();

    /// The subjects that must have come to something good before this is looked at.
    default List<String> needs() {
        return List.of();
    }

    Finding look();
}
