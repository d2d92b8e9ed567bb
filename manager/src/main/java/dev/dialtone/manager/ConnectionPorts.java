package dev.dialtone.manager;

import java.time.InstantSource;

/// What a connection works with; the simulator brings its own.
record ConnectionPorts(
        HostDesk hostDesk, TunnelFactory tunnels, History history, EventLog events, InstantSource wall) {}
