package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.RasError;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Loop;
import dev.dialtone.host.Host.NextHop;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.HostException;
import dev.dialtone.host.PacketDevice;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Brings the connections' wishes to the [HostLedger] one at a time, on an executor of its own, and the answers
/// back to
/// each one's loop. Callable from any thread.
final class HostDesk {
    private static final Logger LOG = System.getLogger(HostDesk.class.getName());

    private final HostPlaces places;
    private final Executor serial;
    private final Map<String, Integer> ranks = new HashMap<>();
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
                ranks.put(connection, ++projected);
                NetworkPlan plan =
                        NetworkPlanner.plan(entry, projection, link, server, place.wayTo(server), projected);
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

    /// The projection changed after the settings were applied: brings the host to it. What cannot be done is
    /// left out and logged; when the connection is being released already, nothing is answered.
    ///
    /// @param changed what stands now
    void change(
            String connection,
            Entry entry,
            TunnelProjection projection,
            String link,
            InetAddress server,
            Loop loop,
            Consumer<NetworkPlan> changed) {
        serial.execute(() -> {
            try {
                HostPlaces.Place place = places.of(connection);
                HostChange.Route pin = place.ledger().pinOf(connection, server);
                Optional<NextHop> way = pin == null
                        ? place.wayTo(server)
                        : Optional.of(new NextHop(pin.link(), pin.gateway(), null));
                int rank = ranks.getOrDefault(connection, projected);
                NetworkPlan plan = NetworkPlanner.plan(entry, projection, link, server, way, rank);
                place.ledger().change(connection, plan).ifPresent(stands -> {
                    if (pin == null) {
                        place.pinned().made(connection, server);
                    }
                    NetworkPlan made = plan.only(stands, link);
                    loop.execute(() -> changed.accept(made));
                });
            } catch (RuntimeException e) {
                // the connection is up, and stays as it is
                LOG.log(Level.ERROR, "host_desk_crashed", e);
            }
        });
    }

    /// Somebody else changed how names are resolved: it is set again for the connections that are up.
    void namesRewritten() {
        serial.execute(() -> places.outside().resolveAgain());
    }

    /// Takes back everything of the connection, whatever was still queued before included.
    ///
    /// @param keepsNamespace but for its network namespace, which is taken back by another call
    void release(String connection, boolean keepsNamespace, Loop loop, Runnable released) {
        serial.execute(() -> {
            try {
                ranks.remove(connection);
                places.release(connection, keepsNamespace);
            } finally {
                loop.execute(released);
            }
        });
    }
}
