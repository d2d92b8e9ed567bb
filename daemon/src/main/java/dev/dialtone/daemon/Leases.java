package dev.dialtone.daemon;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.RemoteAccess;
import dev.dialtone.manager.Caller;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The leases that are held: each is a view of the manager of its own, closed when the client's
/// connection goes (C10).
final class Leases {
    private record Lease(int uid, RemoteAccess view) {}

    private final Function<Caller, RemoteAccess> views;
    private final Map<String, Lease> held = new ConcurrentHashMap<>();

    Leases(Function<Caller, RemoteAccess> views) {
        this.views = views;
    }

    /// Begins one; it is the caller's to [#end].
    String begin(Caller caller) {
        String id = Tokens.fresh("l-");
        held.put(id, new Lease(caller.uid(), views.apply(caller)));
        return id;
    }

    void end(String id) {
        Lease lease = held.remove(id);
        if (lease != null) {
            lease.view.close();
        }
    }

    /// The view to dial through.
    ///
    /// @throws RasException 87 when it is not held by this user
    RemoteAccess view(String id, Caller caller) {
        Lease lease = held.get(id);
        if (lease == null || lease.uid != caller.uid()) {
            throw RasException.of(RasError.INVALID_PARAMETER, "lease: is unknown or has ended");
        }
        return lease.view;
    }
}
