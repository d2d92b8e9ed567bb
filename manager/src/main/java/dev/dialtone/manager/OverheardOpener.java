package dev.dialtone.manager;

import dev.dialtone.carriers.ProxyAddress;
import dev.dialtone.carriers.ProxyChoice;
import dev.dialtone.carriers.Scout;
import dev.dialtone.carriers.Transport;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Loop;
import java.util.Optional;

/// An opener whose transports are listened to on the way to their owners; what passes is not changed.
record OverheardOpener(Transport.Opener opener, Ear ear) implements Transport.Opener {
    /// Who listens.
    interface Ear {
        /// On the loop, before the owner is told.
        void secured(Transport.Peer peer);

        /// On the transport's reader thread, before the owner is told.
        void heard(byte[] buffer, int offset, int length);
    }

    @Override
    public Transport open(Transport.Target target, Loop loop, Transport.Listener listener) {
        return opener.open(target, loop, new Transport.Listener() {
            @Override
            public void established(Transport.Peer peer) {
                ear.secured(peer);
                listener.established(peer);
            }

            @Override
            public void received(byte[] buffer, int offset, int length) {
                ear.heard(buffer, offset, length);
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

    @Override
    public Optional<ProxyAddress> proxyOf(String host, int port, ProxyChoice choice) {
        return opener.proxyOf(host, port, choice);
    }

    @Override
    public Optional<Scout> scout() {
        return opener.scout();
    }
}
