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

    private final HostLedger ledger;
    private final PinnedRoutes pinned;
    private final Executor serial;
    private final Map<String, Integer> ranks = new HashMap<>();
    private int projected;

    /// @param serial runs one task at a time, in order
    HostDesk(HostLedger ledger, Executor serial) {
        this.ledger = ledger;
        this.pinned = new PinnedRoutes(ledger);
        this.serial = serial;
    }

    void open(String connection, Loop loop, Consumer<PacketDevice> opened, Consumer<HostException> refused) {
        serial.execute(() -> {
            try {
                PacketDevice device = ledger.open(connection);
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
                ranks.put(connection, ++projected);
                NetworkPlan plan =
                        NetworkPlanner.plan(entry, projection, link, server, ledger.routeTo(server), projected);
                ledger.apply(connection, plan);
                pinned.made(connection, server);
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
            Outlook found = pinned.follow(connection, local, server);
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
                HostChange.Route pin = ledger.pinOf(connection, server);
                Optional<NextHop> way = pin == null
                        ? ledger.routeTo(server)
                        : Optional.of(new NextHop(pin.link(), pin.gateway(), null));
                int rank = ranks.getOrDefault(connection, projected);
                NetworkPlan plan = NetworkPlanner.plan(entry, projection, link, server, way, rank);
                ledger.change(connection, plan).ifPresent(stands -> {
                    if (pin == null) {
                        pinned.made(connection, server);
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
        serial.execute(ledger::resolveAgain);
    }

    /// Takes back everything of the connection, whatever was still queued before included.
    void release(String connection, Loop loop, Runnable released) {
        serial.execute(() -> {
            try {
                pinned.released(connection);
                ranks.remove(connection);
                ledger.release(connection);
            } finally {
                loop.execute(released);
            }
        });
    }
}
