package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.host.FolderWatch;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The list of a long book as it was last read, for as long as a watch of its folder is silent: of the time that a list
/// of 10,000 takes, a look at each file is the most. Callable from any thread.
final class ListedEntries implements AutoCloseable {
    /// Of fewer, a look at each takes less than is worth a watch, of which a machine has so many.
    static final int WORTH_WATCHING = 200;

    private final Path folder;
    private @Nullable FolderWatch watch;
    private @Nullable List<Entry> known;
    private long changes;

    /// What was read of the folder.
    ///
    /// @param files all that are to be entries
    /// @param entries what they hold; fewer when some cannot be read
    record Reading(Collection<Path> files, List<Entry> entries) {}

    ListedEntries(Path folder) {
        this.folder = folder;
    }

    /// The entries, read only when something may have changed.
    List<Entry> entries(Supplier<Reading> read) {
        long before;
        synchronized (this) {
            look();
            if (known != null) {
                return known;
            }
            before = changes;
        }
        Reading reading = read.get();
        if (begins(reading)) {
            // what changed while this was read went unseen
            return entries(read);
        }
        keep(reading, before);
        return reading.entries();
    }

    private void look() {
        if (watch == null || watch.changed() || !watch.isThere()) {
            known = null;
            changes++;
        }
    }

    /// Whether a watch of the folder was missing, and is there from now on.
    private synchronized boolean begins(Reading reading) {
        if (reading.files().size() < WORTH_WATCHING) {
            close();
            return false;
        }
        if (watch != null && watch.isThere()) {
            return false;
        }
        close();
        watch = FolderWatch.of(folder).orElse(null);
        return watch != null;
    }

    private synchronized void keep(Reading reading, long before) {
        boolean whole = reading.entries().size() == reading.files().size();
        // one that cannot be read may be readable without a change of the folder
        if (watch != null && whole && changes == before && watch.seesAll(reading.files())) {
            known = reading.entries();
        }
    }

    /// Gives back the watch, until the next reading of a long book.
    @Override
    public synchronized void close() {
        known = null;
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }
}
