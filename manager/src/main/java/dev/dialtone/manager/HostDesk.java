package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.RasError;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Loop;
import dev.dialtone.host.Host.HostFinding;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.HostException;
import dev.dialtone.host.PacketDevice;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Brings the connections' wishes to the [HostLedger] one at a time, on an executor of its own, and the answers
/// back to
/// each one's loop. Callable from any thread.
final class HostDesk {
    private static final Logger LOG = System.getLogger(HostDesk.class.getName());

    private final HostPlaces places;
    private final Executor serial;
    private int projected;

    /// @param serial runs one task at a time, in order
    HostDesk(HostLedger ledger, Executor serial) {
        this.places = new HostPlaces(ledger);
        this.serial = serial;
    }

    /// @param namespace network namespace to place the connection in, or empty
    void open(
            String connection,
            String namespace,
            Loop loop,
            Consumer<PacketDevice> opened,
            Consumer<HostException> refused) {
        serial.execute(() -> {
            try {
                PacketDevice device = places.open(connection, namespace);
                loop.execute(() -> opened.accept(device));
            } catch (HostException e) {
                loop.execute(() -> refused.accept(e));
            } catch (RuntimeException e) {
                loop.execute(() -> refused.accept(fault(e)));
            }
        });
    }

    void apply(
            String connection,
            Entry entry,
            TunnelProjection projection,
            String link,
            InetAddress server,
            Loop loop,
            Consumer<NetworkPlan> applied,
            Consumer<HostException> refused) {
        serial.execute(() -> {
            try {
                HostPlaces.Place place = places.of(connection);
                NetworkPlan plan =
                        NetworkPlanner.plan(entry, projection, link, server, place.wayTo(server), ++projected);
                place.ledger().apply(connection, plan);
                place.pinned().made(connection, server);
                loop.execute(() -> applied.accept(plan));
            } catch (HostException e) {
                loop.execute(() -> refused.accept(e));
            } catch (RuntimeException e) {
                loop.execute(() -> refused.accept(fault(e)));
            }
        });
    }

    /// The network changed: see [PinnedRoutes#follow].
    void follow(String connection, InetAddress local, InetAddress server, Loop loop, Consumer<Outlook> answer) {
        serial.execute(() -> {
            Outlook found = places.of(connection).pinned().follow(connection, local, server);
            loop.execute(() -> answer.accept(found));
        });
    }

    /// Whatever goes wrong here ends one dial at once, instead of letting it wait for its limit.
    private static HostException fault(RuntimeException e) {
        LOG.log(Level.ERROR, "host_desk_crashed", e);
        return new HostException(
                Failure.of(RasError.UNKNOWN, Layer.HOST, "An internal fault of Dialtone on the host: " + e)
                        .advise("Please report it with the daemon's log of this moment."));
    }

    /// IPv6 opened after the settings were applied; what cannot be done is only logged.
    void addIpv6(String connection, TunnelProjection projection, String link) {
        InetAddress address = projection.ipv6();
        if (address != null) {
            serial.execute(() -> places.of(connection)
                    .ledger()
                    .addLate(connection, new HostChange.Address(link, address, 64, null)));
        }
    }

    /// Takes back everything of the connection, whatever was still queued before included.
    ///
    /// @param keepsNamespace but for its network namespace, which is taken back by another call
    void release(String connection, boolean keepsNamespace, Loop loop, Runnable released) {
        serial.execute(() -> {
            try {
                places.release(connection, keepsNamespace);
            } finally {
                loop.execute(released);
            }
        });
    }

    List<HostFinding> examine() {
        return CompletableFuture.supplyAsync(() -> places.outside().examine(), serial)
                .join();
    }

    boolean hasNamespace(String name) {
        return CompletableFuture.supplyAsync(() -> places.outside().hasNamespace(name), serial)
                .join();
    }
}
