package dev.dialtone.carriers;

import dev.dialtone.core.Loop;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// Opens TLS over TCP from this machine.
public final class TlsOpener implements Transport.Opener {
    private final TcpConnector.NameLookup names;
    private final UnsentLimit unsent;

    /// Names are looked up as the machine is set up to.
    public TlsOpener(UnsentLimit unsent) {
        this(name -> List.of(InetAddress.getAllByName(name)), unsent);
    }

    /// With what only the JDK can do.
    public TlsOpener() {
        this(UnsentLimit.NONE);
    }

    TlsOpener(TcpConnector.NameLookup names) {
        this(names, UnsentLimit.NONE);
    }

    private TlsOpener(TcpConnector.NameLookup names, UnsentLimit unsent) {
        this.names = names;
        this.unsent = unsent;
    }

    @Override
    public Transport open(Transport.Target target, Loop loop, Transport.Listener listener) {
        TlsTransport transport = new TlsTransport(new TlsConnecting(target, names), unsent, loop, listener);
        transport.start();
        return transport;
    }

    @Override
    public Optional<Scout> scout() {
        return Optional.of(new TcpScout(names));
    }
}
