package dev.dialtone.carriers;

import dev.dialtone.core.Loop;
import java.net.InetAddress;
import java.util.List;

/// Opens TLS over TCP from this machine.
public final class TlsOpener implements Transport.Opener {
    private final TcpConnector.NameLookup names;

    /// Names are looked up as the machine is set up to.
    public TlsOpener() {
        this(name -> List.of(InetAddress.getAllByName(name)));
    }

    TlsOpener(TcpConnector.NameLookup names) {
        this.names = names;
    }

    @Override
    public Transport open(Transport.Target target, Loop loop, Transport.Listener listener) {
        TlsTransport transport = new TlsTransport(new TlsConnecting(target, names), loop, listener);
        transport.start();
        return transport;
    }
}
