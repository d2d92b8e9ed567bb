package dev.dialtone.daemon;

import dev.dialtone.api.RasError;
import dev.dialtone.manager.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/// Who holds the other end of a connection (contract H7), by the kernel's word.
///
/// @param ownUid   the daemon's own user
/// @param accounts users and groups
record Callers(int ownUid, Accounts accounts) {
    private static final String GROUP = "dialtone";

    static Callers ofSystem() {
        return new Callers(uidOfThisProcess(), Accounts.OF_SYSTEM);
    }

    static int uidOfThisProcess() {
        return Caller.ownUid();
    }

    Caller of(SocketChannel channel) {
        try {
            UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
            return of(peer.user().getName(), peer.group().getName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param group name of the peer's primary group
    Caller of(String user, String group) {
        // SECURITY: a name that has no number gets nothing, least of all somebody else's number.
        int uid = accounts.uidOf(user)
                .orElseThrow(() -> Refusal.of(403, RasError.ACCESS_DENIED, "the user " + user + " has no number here"));
        boolean privileged = uid == 0 || uid == ownUid || group.equals(GROUP) || accounts.isMember(user, GROUP);
        // one without a name comes as its digits
        String name = user.equals(Integer.toUnsignedString(uid)) ? "" : user;
        return new Caller(uid, accounts.gidOf(group).orElse(Caller.NO_GROUP), privileged, name);
    }
}
