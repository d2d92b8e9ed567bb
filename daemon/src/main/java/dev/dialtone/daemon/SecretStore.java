package dev.dialtone.daemon;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.core.Secret;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/// Secrets on their way from a client to its next request: bound to the client's user, given out once,
/// wiped when used or too old. Time is an argument, in monotonic nanoseconds.
final class SecretStore {
    static final Duration LIFE = Duration.ofSeconds(60);
    static final int MOST_OF_ONE_USER = 64;

    /// Of the privileged, whose services may dial hundreds of connections at once.
    static final int MOST_OF_PRIVILEGED = 4096;

    private record Held(int uid, Secret secret, long untilNanos) {}

    private final Map<String, Held> held = new HashMap<>();

    /// Takes the secret over.
    ///
    /// @return the reference for [#take]
    synchronized String put(int uid, boolean privileged, Secret secret, long nowNanos) {
        expire(nowNanos);
        int most = privileged ? MOST_OF_PRIVILEGED : MOST_OF_ONE_USER;
        long own = held.values().stream().filter(h -> h.uid == uid).count();
        if (own >= most) {
            secret.close();
            throw RasException.of(
                    RasError.ACCESS_DENIED, "secret: " + most + " are waiting to be used already");
        }
        String reference = Tokens.fresh("s-");
        held.put(reference, new Held(uid, secret, nowNanos + LIFE.toNanos()));
        return reference;
    }

    /// Gives the secret to be closed by whoever asked. A reference of another user is as unknown as one
    /// that never was.
    ///
    /// @throws RasException 87
    synchronized Secret take(String reference, int uid, long nowNanos) {
        expire(nowNanos);
        Held found = held.get(reference);
        if (found == null || found.uid != uid) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER, "secret: the reference is unknown, was used, or is older than 60 s");
        }
        held.remove(reference);
        return found.secret;
    }

    synchronized void expire(long nowNanos) {
        Iterator<Held> all = held.values().iterator();
        while (all.hasNext()) {
            Held one = all.next();
            if (nowNanos - one.untilNanos >= 0) {
                one.secret.close();
                all.remove();
            }
        }
    }

    synchronized void clear() {
        held.values().forEach(h -> h.secret.close());
        held.clear();
    }

    synchronized int size() {
        return held.size();
    }
}
