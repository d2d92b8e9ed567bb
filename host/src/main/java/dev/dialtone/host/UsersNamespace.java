package dev.dialtone.host;

import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.LinkOption;

/// Makes a network namespace that a user owns, and takes it away again. Its mark is its owner: the alias that
/// [OwnNamespace] looks for could be changed by the user, who is as root in it.
record UsersNamespace(NetworkNamespace namespace, int uid) {

    /// Gives the seed its name, and takes up its loopback.
    ///
    /// @throws HostException 633 there is one of that name
    void make(NamespaceSeed seed) {
        OwnNamespace.prepareFolder();
        OwnNamespace ours = new OwnNamespace(namespace);
        ours.createFile();
        try (Arena arena = Arena.ofConfined()) {
            int named = NamespaceCalls.mount(
                    arena, Libc.newState(arena), seed.path(), namespace.file().toString(), NamespaceCalls.MS_BIND);
            if (named < 0) {
                ours.deleteFile();
                throw NetworkNamespace.refused("cannot name the network namespace " + namespace.name(), -named);
            }
        }
        boolean _ = namespace.call(() -> {
            ours.takeUpLoopback();
            return true;
        });
    }

    /// SECURITY: names that a user chose must not lead root's pen into files that an administrator keeps.
    ///
    /// @throws HostException 5 somebody keeps files for one of that name, or has one
    void refuseIfNotFree() {
        if (namespace.exists() || keepsFiles(namespace)) {
            throw HostErrors.of(
                    HostErrors.ACCESS_DENIED,
                    "the network namespace " + namespace.name() + " is not free",
                    "Choose another name.");
        }
    }

    /// Whether there are files for programs in a namespace of that name, whether or not it is there.
    static boolean keepsFiles(NetworkNamespace namespace) {
        return Files.exists(NamespaceResolver.folderOf(namespace), LinkOption.NOFOLLOW_LINKS);
    }

    /// Takes it away if it is this user's, or if only its file is left. Programs inside keep it until they end.
    void remove() {
        if (!namespace.exists()) {
            return;
        }
        OwnNamespace ours = new OwnNamespace(namespace);
        if (!namespace.isMounted()) {
            ours.deleteLeftover();
        } else if (namespace.owner().equals(new NamespaceOwner.User(uid))) {
            ours.unmount();
            ours.deleteFile();
        }
    }
}
