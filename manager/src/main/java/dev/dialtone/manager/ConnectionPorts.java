package dev.dialtone.manager;

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
        RandomGenerator random) {}
