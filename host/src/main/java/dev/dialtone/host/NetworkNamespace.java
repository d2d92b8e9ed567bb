package dev.dialtone.host;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// A network namespace by its name, where iproute2 keeps them (ip-netns(8)): a file in `/run/netns` that the
/// namespace is mounted on.
record NetworkNamespace(String name) {
    static final Path FOLDER = Path.of("/run/netns");
    static final String RIGHTS_ADVICE =
            "Run the daemon as root: network namespaces take CAP_SYS_ADMIN, which the service's own user has not.";

    private static final Pattern ALLOWED = Pattern.compile("(?!-|\\.{1,2}$)[A-Za-z0-9._-]{1,64}");
    private static final String THREAD_NAME = "dialtone-namespace";
    private static final int O_RDONLY_CLOEXEC = 0x80000;

    NetworkNamespace {
        if (!valid(name)) {
            throw new IllegalArgumentException("no name of a network namespace: " + name);
        }
    }

    /// Whether it can name one: nothing that leaves the folder, and nothing that a program takes for an option.
    static boolean valid(String name) {
        return ALLOWED.matcher(name).matches();
    }

    /// Whether this process may make namespaces: 0, or why not (errno). Tried, on a thread that ends with it.
    static int probe() {
        return LoneThread.run(THREAD_NAME, () -> {
            try (Arena arena = Arena.ofConfined()) {
                int made = NamespaceCalls.unshare(Libc.newState(arena), NamespaceCalls.CLONE_NEWNET);
                return -Math.min(0, made);
            }
        });
    }

    Path file() {
        return FOLDER.resolve(name);
    }

    boolean exists() {
        return Files.exists(file(), LinkOption.NOFOLLOW_LINKS);
    }

    /// Runs a task inside, on a thread of its own.
    ///
    /// SECURITY: a thread that the task started would be inside for ever, and with it what runs there later. So the
    /// task makes system calls and nothing else.
    ///
    /// @throws HostException what the task throws; or 5 without the right to enter, 633 when there is no such one
    <T> T call(Supplier<T> task) {
        return LoneThread.run(THREAD_NAME, () -> {
            enter();
            return task.get();
        });
    }

    private void enter() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newState(arena);
            int fd = open(arena, state);
            int entered = NamespaceCalls.setns(state, fd, NamespaceCalls.CLONE_NEWNET);
            Libc.close(state, fd);
            if (entered < 0) {
                throw refused("cannot enter the network namespace " + name, -entered);
            }
        }
    }

    /// Whether a namespace is mounted on the file, which is there.
    boolean isMounted() {
        try (HeldNamespace held = held()) {
            return held.isNetwork();
        }
    }

    /// Whose it is; only of one that is there.
    NamespaceOwner owner() {
        try (HeldNamespace held = held()) {
            return held.owner();
        }
    }

    private HeldNamespace held() {
        return HeldNamespace.open(file(), "cannot open the network namespace " + name);
    }

    private int open(Arena arena, MemorySegment state) {
        int fd = Libc.open(state, arena.allocateFrom(file().toString()), O_RDONLY_CLOEXEC);
        if (fd < 0) {
            throw refused("cannot open the network namespace " + name, -fd);
        }
        return fd;
    }

    static HostException refused(String doing, int errno) {
        boolean rights = errno == Errno.EPERM || errno == Errno.EACCES;
        String reason = doing + ": " + Errno.words(errno);
        return rights
                ? HostErrors.of(HostErrors.ACCESS_DENIED, reason, RIGHTS_ADVICE)
                : HostErrors.of(
                        HostErrors.PORT_NOT_AVAILABLE,
                        reason,
                        "Look at `ip netns`; what is in " + FOLDER + " must be seen from where the daemon runs.");
    }
}
