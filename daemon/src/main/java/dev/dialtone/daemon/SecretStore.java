package dev.dialtone.daemon;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Secret;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Secrets on their way from a client to its next request: bound to the client's user, given out once,
/// wiped when used or too old. Time is an argument, in monotonic nanoseconds. Safe for any thread.
final class SecretStore {
    static final Duration LIFE = Duration.ofSeconds(60);
    static final int MOST_OF_ONE_USER = 64;

    /// Of the privileged, whose services may dial hundreds of connections at once.
    static final int MOST_OF_PRIVILEGED = 4096;

    private record Held(int uid, Secret secret, long untilNanos) {}

    // Without a lock: of hundreds of dials at once each would wait a turn of all their threads for it.
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    private final Map<Integer, Integer> counts = new ConcurrentHashMap<>();

    /// Takes the secret over.
    ///
    /// @return the reference for [#take]
    String put(int uid, boolean privileged, Secret secret, long nowNanos) {
        expire(nowNanos);
        int most = privileged ? MOST_OF_PRIVILEGED : MOST_OF_ONE_USER;
        if (counts.merge(uid, 1, Integer::sum) > most) {
            gone(uid);
            secret.close();
            throw RasException.of(RasError.ACCESS_DENIED, "secret: " + most + " are waiting to be used already");
        }
        String reference = Tokens.fresh("s-");
        held.put(reference, new Held(uid, secret, nowNanos + LIFE.toNanos()));
        return reference;
    }

    private void gone(int uid) {
        counts.compute(uid, (_, count) -> count == null || count <= 1 ? null : count - 1);
    }

    /// Gives the secret to be closed by whoever asked. A reference of another user is as unknown as one
    /// that never was.
    ///
    /// @throws RasException 87
    Secret take(String reference, int uid, long nowNanos) {
        expire(nowNanos);
        Held found = held.get(reference);
        if (found == null || found.uid != uid || !remove(reference, found)) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER, "secret: the reference is unknown, was used, or is older than 60 s");
        }
        return found.secret;
    }

    /// Whether it was this caller who removed it, and so has the secret.
    private boolean remove(String reference, Held one) {
        boolean removed = held.remove(reference, one);
        if (removed) {
            gone(one.uid);
        }
        return removed;
    }

    void expire(long nowNanos) {
        held.forEach((reference, one) -> {
            if (nowNanos - one.untilNanos >= 0 && remove(reference, one)) {
                one.secret.close();
            }
        });
    }

    void clear() {
        held.forEach((reference, one) -> {
            if (remove(reference, one)) {
                one.secret.close();
            }
        });
    }

    int size() {
        return held.size();
    }
}
