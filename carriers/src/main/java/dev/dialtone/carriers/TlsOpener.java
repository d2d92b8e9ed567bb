package dev.dialtone.carriers;

import dev.dialtone.core.Loop;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// Opens TLS over TCP from this machine.
public final class TlsOpener implements Transport.Opener {
    private final TcpConnector.NameLookup names;
    private final UnsentLimit unsent;
    private final ProxyEnvironment environment;

    /// Names are looked up as the machine is set up to.
    ///
    /// @param environment names the proxy of a target that has none of its own
    public TlsOpener(UnsentLimit unsent, ProxyEnvironment environment) {
        this(name -> List.of(InetAddress.getAllByName(name)), unsent, environment);
    }

    /// With what only the JDK can do, and without a look at the environment.
    public TlsOpener() {
        this(UnsentLimit.NONE, ProxyEnvironment.EMPTY);
    }

    TlsOpener(TcpConnector.NameLookup names) {
        this(names, UnsentLimit.NONE, ProxyEnvironment.EMPTY);
    }

    TlsOpener(TcpConnector.NameLookup names, UnsentLimit unsent, ProxyEnvironment environment) {
        this.names = names;
        this.unsent = unsent;
        this.environment = environment;
    }

    @Override
    public Transport open(Transport.Target target, Loop loop, Transport.Listener listener) {
        TlsTransport transport =
                new TlsTransport(new TlsConnecting(target, names, environment), unsent, loop, listener);
        transport.start();
        return transport;
    }

    @Override
    public Optional<Scout> scout() {
        return Optional.of(new TcpScout(names));
    }

    @Override
    public Optional<ProxyAddress> proxyOf(String host, int port, ProxyChoice choice) {
        try {
            return Optional.ofNullable(ProxyWay.to(host, port, choice, environment))
                    .map(ProxyWay::address);
        } catch (CarrierException e) {
            // the dial will say it
            return Optional.empty();
        }
    }
}
