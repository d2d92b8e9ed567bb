package dev.dialtone.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Knows whether anything in a folder has changed since it was last asked (inotify(7)). The kernel queues a change
/// as it happens, so whoever asks after a write has ended is told of it. Callable from any thread.
///
/// A change of a file that lies elsewhere too, by a link or a mount of its own, is not seen when it is made there: see
/// [#seesAll].
public final class FolderWatch implements AutoCloseable {
    private static final int IN_MODIFY = 0x2;
    private static final int IN_ATTRIB = 0x4;
    private static final int IN_MOVED = 0xc0;
    private static final int IN_CREATE = 0x100;
    private static final int IN_DELETE = 0x200;
    private static final int IN_DELETE_SELF = 0x400;
    private static final int IN_MOVE_SELF = 0x800;
    private static final int IN_ONLYDIR = 0x0100_0000;
    private static final int EVENTS =
            IN_MODIFY | IN_ATTRIB | IN_MOVED | IN_CREATE | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
    private static final int IN_NONBLOCK_CLOEXEC = 0x80800;
    private static final int ROOM = 16 * 1024;

    /// Which nobody but this kernel changes.
    private static final Set<String> LOCAL =
            Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "zfs", "tmpfs", "overlay");

    private final Path folder;
    private final Object key;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment state = Libc.newState(arena);
    private final MemorySegment room = arena.allocate(ROOM);
    private final int fd;
    private boolean open = true;

    private FolderWatch(Path folder, Object key) throws IOException {
        this.folder = folder;
        this.key = key;
        this.fd = Libc.inotifyInit(state, IN_NONBLOCK_CLOEXEC);
        int watch = fd < 0 ? fd : Libc.inotifyAddWatch(state, fd, arena.allocateFrom(folder.toString()), EVENTS);
        if (watch < 0) {
            close();
            throw new IOException("inotify: " + Errno.words(-watch));
        }
    }

    /// Begins to watch.
    ///
    /// @return empty when it cannot be watched: it is not there, or no more watches may be had, or others than this
    ///         kernel may change it, as on a network's file system
    public static Optional<FolderWatch> of(Path folder) {
        try {
            if (!LOCAL.contains(Files.getFileStore(folder).type())) {
                return Optional.empty();
            }
            FolderWatch watch = new FolderWatch(folder, key(folder));
            if (watch.isThere()) {
                return Optional.of(watch);
            }
            watch.close();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Object key(Path folder) throws IOException {
        return Files.readAttributes(folder, "unix:dev,ino");
    }

    /// Whether the folder's path still leads to what is watched; when not, a new watch is needed.
    public boolean isThere() {
        try {
            return key.equals(key(folder));
        } catch (IOException e) {
            return false;
        }
    }

    /// Whether something may have changed since the call before, or since the watch began.
    public synchronized boolean changed() {
        if (!open) {
            return true;
        }
        boolean changed = false;
        long read = Libc.read(state, fd, room, ROOM);
        while (read > 0) {
            changed = true;
            read = Libc.read(state, fd, room, ROOM);
        }
        return changed || read != -Errno.EAGAIN;
    }

    /// Whether every change of these files is one of the folder: none is a link, has another name, or is a mount. That
    /// one becomes so later by what is made elsewhere, is not seen.
    public boolean seesAll(Collection<Path> files) {
        try {
            if (Mounts.here().isAnyInside(folder.toRealPath())) {
                return false;
            }
            return files.parallelStream().allMatch(FolderWatch::isAlone);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isAlone(Path file) {
        try {
            Map<String, Object> there =
                    Files.readAttributes(file, "unix:isRegularFile,nlink", LinkOption.NOFOLLOW_LINKS);
            return Boolean.TRUE.equals(there.get("isRegularFile"))
                    && Integer.valueOf(1).equals(there.get("nlink"));
        } catch (IOException e) {
            return false;
        }
    }

    /// Once or more. Afterwards all has changed, always.
    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            if (fd >= 0) {
                int _ = Libc.close(state, fd);
            }
            arena.close();
        }
    }
}
