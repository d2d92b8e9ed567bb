package dev.dialtone.interop;

import dev.dialtone.api.RemoteAccess;
import dev.dialtone.client.RemoteClient;
import dev.dialtone.daemon.Daemon;
import dev.dialtone.manager.Caller;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The contract through a daemon's socket. Another user's daemon is one that takes every caller for that user.
class RemoteContractTest extends ContractTest {
    private static final AtomicInteger SOCKETS = new AtomicInteger();

    @Override
    Doorway doorway(Rig rig) {
        Daemon daemon = Daemon.start(socket(rig), rig.manager()::view);
        List<AutoCloseable> opened = new ArrayList<>(List.of(daemon));
        RemoteAccess access = RemoteClient.connect(daemon.socket());
        opened.addFirst(access);
        return new Doorway() {
            @Override
            public RemoteAccess access() {
                return access;
            }

            @Override
            public RemoteAccess newClient() {
                RemoteAccess client = RemoteClient.connect(daemon.socket());
                opened.addFirst(client);
                return client;
            }

            @Override
            public RemoteAccess newClient(Caller caller) {
                Daemon other = Daemon.start(socket(rig), _ -> rig.manager().view(caller));
                opened.addFirst(other);
                RemoteAccess client = RemoteClient.connect(other.socket());
                opened.addFirst(client);
                return client;
            }

            @Override
            public void refuse() {
                daemon.refuse();
            }

            @Override
            public void close() {
                for (AutoCloseable one : opened) {
                    try {
                        one.close();
                    } catch (Exception e) {
                        throw new AssertionError(one + " does not close", e);
                    }
                }
            }
        };
    }

    private static Path socket(Rig rig) {
        return rig.places().resolve("s" + SOCKETS.incrementAndGet());
    }
}
