package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.ServerAddress;
import dev.dialtone.core.Failure;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The servers of one attempt, tried in order until one asks who we are: from then on what goes wrong is about the
/// user, and trying it elsewhere would lock an account. On the connection's loop.
final class ServerRound {
    private final List<ServerAddress> servers;
    private int at;
    private @Nullable Failure worthRetrying;

    ServerRound(Entry entry) {
        this.servers = ServerAddress.of(entry);
    }

    /// The plan for the server whose turn it is.
    DialPlan towards(DialPlan plan) {
        return at == 0 ? plan : plan.towards(servers.get(at));
    }

    /// How many there are yet to try, the one whose turn it is included.
    int left() {
        return Math.max(1, servers.size() - at);
    }

    /// Goes on to the next server.
    ///
    /// @param failure of the one before
    /// @return false when there is none
    boolean next(Failure failure) {
        if (at + 1 >= servers.size()) {
            return false;
        }
        if (failure.retryable()) {
            worthRetrying = failure;
        }
        at++;
        return true;
    }

    /// What the attempt failed with, when no server is left: the last failure, unless an earlier server may yet come
    /// back and this one will not (E3).
    Failure verdict(Failure last) {
        Failure earlier = worthRetrying;
        return last.retryable() || earlier == null ? last : earlier;
    }

    /// The server that was reached, when it is not the entry's first.
    Optional<ServerAddress> reached() {
        return at == 0 ? Optional.empty() : Optional.of(servers.get(at));
    }
}
