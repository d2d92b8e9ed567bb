package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Entries as they were read, for as long as their files stay the same: a list of 10,000 is a look at each file instead
/// of a reading of each. Callable from any thread.
final class EntryCache {
    /// A file that changed so shortly ago may change again without a trace: clocks of file systems tick slowly.
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private final Map<Path, Known> known = new ConcurrentHashMap<>();

    /// What tells that a file is another one: a replaced file has another key.
    private record Stamp(
            FileTime changed, long size, @Nullable Object key) {}

    private record Known(Stamp stamp, Entry entry) {}

    /// The file's entry, read only when it has to be.
    ///
    /// @param read its errors are passed on, and nothing is kept of them
    Entry entry(Path file, Function<Path, Entry> read) {
        Stamp stamp = stamp(file);
        Known before = known.get(file);
        if (before != null && before.stamp().equals(stamp)) {
            return before.entry();
        }
        known.remove(file);
        Entry entry = read.apply(file);
        if (stamp != null && isSettled(stamp)) {
            known.put(file, new Known(stamp, entry));
        }
        return entry;
    }

    private static @Nullable Stamp stamp(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
        } catch (IOException e) {
            // reading it says why
            return null;
        }
    }

    private static boolean isSettled(Stamp stamp) {
        return System.currentTimeMillis() - stamp.changed().toMillis() > SETTLED.toMillis();
    }

    /// Forgets files that are gone.
    void keep(Collection<Path> there) {
        if (known.size() > there.size()) {
            known.keySet().retainAll(Set.copyOf(there));
        }
    }

    /// How many entries are kept.
    int size() {
        return known.size();
    }
}
