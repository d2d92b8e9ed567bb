package dev.dialtone.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/// Notices when somebody else writes a resolv.conf that holds our part: a DHCP client that renewed its lease, a
/// network manager, an administrator. By looking at the file, because one that is bind-mounted, a symbolic link,
/// or renamed over shows in no one place that could be watched instead.
///
/// Told on the host's thread what is ours, asked on any other.
final class ResolvConfWatch {
    private record Seen(@Nullable Object key, FileTime modified, long bytes) {}

    private static final Seen NO_FILE = new Seen(null, FileTime.fromMillis(0), -1);

    private final Path path;
    private volatile @Nullable Seen ours;

    ResolvConfWatch(Path path) {
        this.path = path;
    }

    /// The file is as it is to be, with our part in it.
    void holds() {
        ours = look();
    }

    /// Nothing in the file is ours any more.
    void released() {
        ours = null;
    }

    /// Whether there is a part of ours to be looked after.
    boolean active() {
        return ours != null;
    }

    /// Whether the file is another than it was when [#holds] was last called. Yes until it is called again.
    boolean rewritten() {
        Seen before = ours;
        return before != null && !before.equals(look());
    }

    private Seen look() {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return new Seen(now.fileKey(), now.lastModifiedTime(), now.size());
        } catch (IOException e) {
            return NO_FILE;
        }
    }
}
