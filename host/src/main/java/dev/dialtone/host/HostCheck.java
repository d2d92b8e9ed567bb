package dev.dialtone.host;

import dev.dialtone.host.Host.HostFinding;

/// One thing to look at on the host. Changes nothing, and ends by itself within a few seconds.
@FunctionalInterface
interface HostCheck {
    HostFinding look();
}
