package dev.dialtone.manager;

import dev.dialtone.carriers.Tunnel;
import dev.dialtone.carriers.TunnelListener;
import dev.dialtone.core.Loop;

/// Makes the tunnel a plan asks for. A port: the simulator brings its own.
@FunctionalInterface
interface TunnelFactory {
    Tunnel create(DialPlan plan, Loop loop, TunnelListener listener);
}
