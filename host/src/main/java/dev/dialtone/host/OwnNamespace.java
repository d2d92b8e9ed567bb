package dev.dialtone.host;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.attribute.PosixFilePermissions;

/// Makes a network namespace and takes it away again. One that we made carries our mark, the alias of its loopback
/// interface, from before it has a name: so what somebody else makes in the place of one of ours, after a restart of
/// the machine for example, is never taken away. A user's namespace could be given the mark by that user, and is none
/// of ours here: see [UsersNamespace].
record OwnNamespace(NetworkNamespace namespace) {
    static final String MARK = "made by dialtone";

    private static final String LOOPBACK = "lo";
    private static final int LOOPBACK_MTU = 65_536;

    /// Makes it, with its loopback up. Refused with 633 when there is one of that name.
    void make() {
        prepareFolder();
        createFile();
        try {
            boolean _ = LoneThread.run("dialtone-namespace", this::unshareAndName);
        } catch (HostException e) {
            deleteFile();
            throw e;
        }
    }

    /// What the namespace will be mounted on.
    void createFile() {
        try {
            Files.createFile(namespace.file());
        } catch (FileAlreadyExistsException e) {
            throw HostErrors.of(
                    HostErrors.PORT_NOT_AVAILABLE,
                    "there is a network namespace " + namespace.name() + " already",
                    "Dial again.");
        } catch (IOException e) {
            throw failed("cannot make " + namespace.file(), e);
        }
    }

    private boolean unshareAndName() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.newState(arena);
            int made = NamespaceCalls.unshare(state, NamespaceCalls.CLONE_NEWNET);
            if (made < 0) {
                throw NetworkNamespace.refused("cannot make the network namespace " + namespace.name(), -made);
            }
            takeUpLoopback();
            // of this thread: /proc/self is the whole process, which is elsewhere
            int named = NamespaceCalls.mount(
                    arena, state, "/proc/thread-self/ns/net", namespace.file().toString(), NamespaceCalls.MS_BIND);
            if (named < 0) {
                throw NetworkNamespace.refused("cannot name the network namespace " + namespace.name(), -named);
            }
            return true;
        }
    }

    /// With the mark. To be called inside.
    void takeUpLoopback() {
        try (RoutingSocket socket = new RoutingSocket()) {
            int loopback = socket.indexOf(LOOPBACK);
            socket.setAlias(loopback, MARK);
            socket.setLink(loopback, LOOPBACK_MTU, true);
        } catch (NetlinkException e) {
            throw HostErrors.refused(
                    HostErrors.PORT_NOT_AVAILABLE,
                    "cannot take up the loopback of the network namespace " + namespace.name(),
                    e,
                    "");
        }
    }

    /// As `ip netns add` leaves it: a shared mount, so that every mount namespace sees what is named in it.
    static void prepareFolder() {
        try (Arena arena = Arena.ofConfined()) {
            if (!Files.isDirectory(NetworkNamespace.FOLDER)) {
                Files.createDirectories(NetworkNamespace.FOLDER);
                // users enter theirs through it, whatever the daemon's umask
                Files.setPosixFilePermissions(NetworkNamespace.FOLDER, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            MemorySegment state = Libc.newState(arena);
            String folder = NetworkNamespace.FOLDER.toString();
            int shared = share(arena, state, folder);
            if (shared == -Errno.EINVAL) {
                // not a mount yet
                int mounted = NamespaceCalls.mount(
                        arena, state, folder, folder, NamespaceCalls.MS_BIND | NamespaceCalls.MS_REC);
                shared = mounted < 0 ? mounted : share(arena, state, folder);
            }
            if (shared < 0) {
                throw NetworkNamespace.refused("cannot make " + folder + " a place of namespaces", -shared);
            }
        } catch (IOException e) {
            throw failed("cannot make " + NetworkNamespace.FOLDER, e);
        }
    }

    private static int share(Arena arena, MemorySegment state, String folder) {
        return NamespaceCalls.mount(arena, state, "", folder, NamespaceCalls.MS_SHARED | NamespaceCalls.MS_REC);
    }

    /// Takes it away if it is ours, or if only its file is left. Programs inside keep it until they end.
    void remove() {
        if (!namespace.exists()) {
            return;
        }
        if (!namespace.isMounted()) {
            deleteLeftover();
        } else if (namespace.owner() instanceof NamespaceOwner.Machine && namespace.call(this::carriesMark)) {
            unmount();
            deleteFile();
        }
    }

    private boolean carriesMark() {
        try (RoutingSocket socket = new RoutingSocket()) {
            return socket.aliasOf(LOOPBACK).equals(MARK);
        } catch (NetlinkException e) {
            throw HostErrors.refused(
                    HostErrors.PORT_NOT_AVAILABLE, "cannot look into the network namespace " + namespace.name(), e, "");
        }
    }

    void unmount() {
        try (Arena arena = Arena.ofConfined()) {
            int gone = NamespaceCalls.umount(
                    arena, Libc.newState(arena), namespace.file().toString(), NamespaceCalls.MNT_DETACH);
            if (gone < 0) {
                throw NetworkNamespace.refused("cannot remove the network namespace " + namespace.name(), -gone);
            }
        }
    }

    /// What a process leaves that died between the two steps, or together with its mount namespace.
    void deleteLeftover() {
        try {
            if (Files.isRegularFile(namespace.file(), LinkOption.NOFOLLOW_LINKS) && Files.size(namespace.file()) == 0) {
                deleteFile();
            }
        } catch (IOException e) {
            throw failed("cannot look at " + namespace.file(), e);
        }
    }

    void deleteFile() {
        try {
            Files.deleteIfExists(namespace.file());
        } catch (IOException e) {
            throw failed("cannot remove " + namespace.file(), e);
        }
    }

    private static HostException failed(String doing, IOException e) {
        boolean rights = e instanceof AccessDeniedException;
        return HostErrors.of(
                rights ? HostErrors.ACCESS_DENIED : HostErrors.PORT_NOT_AVAILABLE,
                doing + ": " + (rights ? "permission denied" : e.getMessage()),
                rights ? NetworkNamespace.RIGHTS_ADVICE : "");
    }
}
