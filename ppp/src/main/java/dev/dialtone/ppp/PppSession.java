package dev.dialtone.ppp;

import dev.dialtone.core.Step;
import java.util.random.RandomGenerator;

/// The dialling side of a PPP link (RFC 1661): LCP, authentication, IPCP and IPV6CP as one pure machine.
public final class PppSession {
    public PppSession(PppConfig config, RandomGenerator random) {
        throw new UnsupportedOperationException("not yet: " + config + random);
    }

    /// Takes one event at the given monotonic time; the answer's actions are to be carried out in order.
    public Step<PppAction> on(PppEvent event, long nowNanos) {
        throw new UnsupportedOperationException("not yet: " + event + nowNanos);
    }
}
