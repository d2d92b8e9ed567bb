package dev.dialtone.daemon;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.manager.Caller;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

// SECURITY: the socket of a root daemon is open to every user; none of them may fill the daemon with
// requests that last.
/// How many lasting requests one user may have under way. The privileged have no limit.
final class Quota {
    private final String what;
    private final int most;
    private final Map<Integer, Integer> taken = new ConcurrentHashMap<>();

    Quota(String what, int most) {
        this.what = what;
        this.most = most;
    }

    /// Takes one, to be [#giveBack].
    ///
    /// @throws RasException 5
    void take(Caller caller) {
        int now = taken.merge(caller.uid(), 1, Integer::sum);
        if (now > most && !caller.privileged()) {
            giveBack(caller);
            throw RasException.of(RasError.ACCESS_DENIED, what + ": " + most + " are under way already");
        }
    }

    void giveBack(Caller caller) {
        taken.compute(caller.uid(), (_, count) -> count == null || count <= 1 ? null : count - 1);
    }
}
