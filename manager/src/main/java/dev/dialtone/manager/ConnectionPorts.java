package dev.dialtone.manager;

import dev.dialtone.api.Notification;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What a connection works with.
record ConnectionPorts(
        HostDesk hostDesk,
        TunnelFactory tunnels,
        Pump.Starter pumps,
        History history,
        EventLog events,
        SignInMemory memory,
        InstantSource wall,
        RandomGenerator random,
        Prerequisite.Dialler prerequisites,
        Metrics metrics,
        EventHooks hooks) {

    /// Tells those who are no clients of a notification that its connection's log has.
    void told(Notification notification) {
        hooks.told(notification);
        OutcomeLog.told(notification);
    }

    /// One that dials nothing first, whose numbers nobody reads, and that calls nobody.
    ConnectionPorts(
            HostDesk hostDesk,
            TunnelFactory tunnels,
            Pump.Starter pumps,
            History history,
            EventLog events,
            SignInMemory memory,
            InstantSource wall,
            RandomGenerator random) {
        this(
                hostDesk,
                tunnels,
                pumps,
                history,
                events,
                memory,
                wall,
                random,
                Prerequisite.Dialler.NONE,
                new Metrics(),
                EventHooks.NONE);
    }
}
