package dev.dialtone.daemon;

import dev.dialtone.api.Places;
import dev.dialtone.carriers.ProxyEnvironment;
import dev.dialtone.carriers.TlsOpener;
import dev.dialtone.host.LinuxHost;
import dev.dialtone.host.TcpSockets;
import dev.dialtone.manager.Manager;
import dev.dialtone.manager.ManagerConfig;

/// The manager on the real machine and the real network.
final class ProductionManager {
    private ProductionManager() {}

    static Manager start(DaemonOptions options) {
        Places places = options.places();
        LinuxHost host = options.resolvConf() ? new LinuxHost() : LinuxHost.withoutResolvConf();
        ManagerConfig config = new ManagerConfig(
                places.config(),
                places.state(),
                host,
                new TlsOpener(TcpSockets::limitUnsent, ProxyEnvironment.ofProcess()));
        return Manager.start(
                config.with(options.secrets()).withHooks(places.config().resolve("hooks.d")));
    }
}
