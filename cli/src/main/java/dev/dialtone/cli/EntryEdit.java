package dev.dialtone.cli;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import java.nio.file.Path;
import java.util.List;

/// Changes to an entry, as `KEY=VALUE` texts.
final class EntryEdit {
    private static final String FROM_FILE = "@";

    private EntryEdit() {}

    /// Whether this is the form of a change.
    static boolean isOne(String text) {
        return text.indexOf('=') > 0;
    }

    /// The entry with the changes made in order; an empty value gives an option its default back.
    ///
    /// @throws dev.dialtone.api.RasException 87, naming the option and what is wrong
    static Entry apply(Entry entry, List<String> changes) {
        Entry changed = entry;
        for (String change : changes) {
            int equals = change.indexOf('=');
            String key = change.substring(0, equals);
            changed = changed.with(key, value(key, change.substring(equals + 1)));
        }
        return changed;
    }

    private static String value(String key, String given) {
        boolean certificates = key.equals(EntryOption.CA.key()) || key.equals(EntryOption.CLIENT_CERT.key());
        return certificates && given.startsWith(FROM_FILE)
                ? CertificateFile.read(key, Path.of(given.substring(FROM_FILE.length())))
                : given;
    }
}
