package dev.dialtone.host;

import dev.dialtone.host.NamespaceOwner.Machine;
import dev.dialtone.host.NamespaceOwner.Stranger;
import dev.dialtone.host.NamespaceOwner.User;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A network namespace that is held open: what is asked of it is asked of this one, whatever its name leads to
/// meanwhile (ioctl_ns(2)).
final class HeldNamespace implements AutoCloseable {
    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final long NS_GET_USERNS = 0xb701;
    private static final long NS_GET_PARENT = 0xb702;
    private static final long NS_GET_NSTYPE = 0xb703;
    private static final long NS_GET_OWNER_UID = 0xb704;
    private static final Path OWN_USER_NAMESPACE = Path.of("/proc/self/ns/user");

    private final int fd;

    private HeldNamespace(int fd) {
        this.fd = fd;
    }

    /// @return the descriptor, or minus errno
    private static int openFile(Path file) {
        try (Arena arena = Arena.ofConfined()) {
            return Libc.open(Libc.newState(arena), arena.allocateFrom(file.toString()), O_RDONLY_CLOEXEC);
        }
    }

    /// @param doing what for, for the refusal
    /// @throws HostException it cannot be opened
    static HeldNamespace open(Path file, String doing) {
        int fd = openFile(file);
        if (fd < 0) {
            throw NetworkNamespace.refused(doing, -fd);
        }
        return new HeldNamespace(fd);
    }

    /// A path to it for mount(2), as long as it is held.
    String path() {
        return path(fd).toString();
    }

    private static Path path(int fd) {
        return Path.of("/proc/self/fd", Integer.toString(fd));
    }

    boolean isNetwork() {
        return ask(fd, NS_GET_NSTYPE, MemorySegment.NULL) == NamespaceCalls.CLONE_NEWNET;
    }

    /// SECURITY: a user's is one in a user namespace of theirs, in a user namespace of theirs, in ours. Nobody but
    /// this user can have made it, for no other can own a user namespace as them; and nothing but [NamespaceSeed]
    /// makes two of them around a network that has a name.
    NamespaceOwner owner() {
        int user = ask(fd, NS_GET_USERNS, MemorySegment.NULL);
        if (user < 0) {
            return new Stranger();
        }
        try {
            return isOurs(user) ? new Machine() : ownerOfBoth(user);
        } finally {
            close(user);
        }
    }

    private static NamespaceOwner ownerOfBoth(int inner) {
        int outer = ask(inner, NS_GET_PARENT, MemorySegment.NULL);
        if (outer < 0) {
            return new Stranger();
        }
        int top = ask(outer, NS_GET_PARENT, MemorySegment.NULL);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment uid = arena.allocate(ValueLayout.JAVA_INT);
            if (top < 0 || !isOurs(top) || ask(inner, NS_GET_OWNER_UID, uid) < 0) {
                return new Stranger();
            }
            int owner = uid.get(ValueLayout.JAVA_INT, 0);
            boolean both = ask(outer, NS_GET_OWNER_UID, uid) >= 0 && uid.get(ValueLayout.JAVA_INT, 0) == owner;
            return both && owner != 0 ? new User(owner) : new Stranger();
        } finally {
            close(outer);
            close(top);
        }
    }

    private static int ask(int fd, long question, MemorySegment room) {
        try (Arena arena = Arena.ofConfined()) {
            return Libc.ioctl(Libc.newState(arena), fd, question, room);
        }
    }

    /// Whether it is the user namespace that this process is in.
    private static boolean isOurs(int userNamespace) {
        try {
            return identity(path(userNamespace)).equals(identity(OWN_USER_NAMESPACE));
        } catch (IOException e) {
            return false;
        }
    }

    private static Map<String, Object> identity(Path file) throws IOException {
        return Files.readAttributes(file, "unix:dev,ino");
    }

    private static void close(int fd) {
        if (fd >= 0) {
            try (Arena arena = Arena.ofConfined()) {
                int _ = Libc.close(Libc.newState(arena), fd);
            }
        }
    }

    /// To be called once.
    @Override
    public void close() {
        close(fd);
    }
}
