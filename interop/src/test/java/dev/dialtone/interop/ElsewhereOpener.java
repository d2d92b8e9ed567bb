package dev.dialtone.interop;

import dev.dialtone.carriers.TlsOpener;
import dev.dialtone.carriers.Transport;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Loop;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// Reaches a server on the loopback, and says that it was reached over the network of the host in memory: the
/// loopback never moves.
final class ElsewhereOpener implements Transport.Opener {
    static final InetAddress LOCAL = InetAddress.ofLiteral("192.0.2.10");
    static final InetAddress SERVER = InetAddress.ofLiteral("198.51.100.7");

    private final TlsOpener real = new TlsOpener();

    @Override
    public Transport open(Transport.Target target, Loop loop, Transport.Listener listener) {
        return real.open(target, loop, new Transport.Listener() {
            @Override
            public void established(Transport.Peer peer) {
                listener.established(new Transport.Peer(
                        new InetSocketAddress(LOCAL, peer.local().getPort()),
                        new InetSocketAddress(SERVER, peer.remote().getPort()),
                        peer.protocol(),
                        peer.cipher(),
                        peer.chain()));
            }

            @Override
            public void received(byte[] buffer, int offset, int length) {
                listener.received(buffer, offset, length);
            }

            @Override
            public void failed(Failure failure) {
                listener.failed(failure);
            }

            @Override
            public void closed() {
                listener.closed();
            }
        });
    }
}
