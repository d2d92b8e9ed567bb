package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Finding;
import dev.dialtone.api.Kept;
import dev.dialtone.api.RasException;
import java.util.List;

/// Whether the entry can be dialled at all: it names a server, its options fit together, its certificates can be
/// read.
final class SettingsCheck implements Check {
    static final String SUBJECT = "entry";

    private final Entry entry;

    SettingsCheck(Entry entry) {
        this.entry = entry;
    }

    @Override
    public String subject() {
        return SUBJECT;
    }

    private String kept() {
        List<String> notes = Kept.notes(entry);
        return notes.isEmpty() ? "" : " Without effect yet: " + String.join(", ", notes) + ".";
    }

    @Override
    public Finding look() {
        if (entry.text(EntryOption.SERVER).isEmpty()) {
            return Finding.failed(
                    SUBJECT, "The entry names no server.", "dialtone entry set " + entry.name() + " --server HOST");
        }
        try {
            // whether its key is there is the sign-in's to say
            Trust.certificates(EntryOption.CLIENT_CERT, entry.text(EntryOption.CLIENT_CERT));
            var unused = ServerCall.plan(entry.with(EntryOption.CLIENT_CERT, ""), null, null)
                    .sstp();
            return Finding.ok(
                    SUBJECT,
                    "It leads to " + entry.text(EntryOption.SERVER) + " port " + entry.number(EntryOption.PORT)
                            + " by SSTP." + kept());
        } catch (RasException e) {
            return Finding.failed(
                    SUBJECT, e.detail().reason() + ".", "Correct it: dialtone entry set " + entry.name() + " ...");
        }
    }
}
