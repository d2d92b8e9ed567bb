package dev.dialtone.manager;

import dev.dialtone.host.HostChange;

/// Where a connection is to be: in the host's own network, or in a network namespace of this machine or of a user.
///
/// @param namespace its name, or empty for the host's own network
/// @param uid       the user whose own namespace it is to be; 0 for none
/// @param gid       a group that this user is in
record Placement(String namespace, int uid, int gid) {

    /// One that is not a user's own.
    static Placement ofMachine(String namespace) {
        return new Placement(namespace, 0, 0);
    }

    boolean isUsers() {
        return uid != 0;
    }

    /// What makes the namespace.
    HostChange change() {
        return isUsers() ? new HostChange.OwnedNamespace(namespace, uid, gid) : new HostChange.Namespace(namespace);
    }

    /// Whether this change makes one that will do.
    boolean isMadeBy(HostChange change) {
        return isUsers()
                ? change instanceof HostChange.OwnedNamespace(String name, int owner, int _)
                        && name.equals(namespace)
                        && owner == uid
                : change.equals(change());
    }
}
