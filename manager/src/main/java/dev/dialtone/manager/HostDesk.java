package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Projection.Excluded;
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
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Brings the connections' wishes to the [HostLedger] one at a time, on an executor of its own, and the answers
/// back to each one's loop. Callable from any thread.
final class HostDesk {
    private static final Logger LOG = System.getLogger(HostDesk.class.getName());

    private final HostPlaces places;
    private final KillSwitches switches;
    private final Executor serial;
    // of the executor's tasks
    private final Map<String, Integer> ranks = new HashMap<>();

    /// The far ends of the carriers of connections, which no connection's routes may lead into its tunnel.
    private final Map<String, InetAddress> carriers = new LinkedHashMap<>();

    /// Connections whose opening is not yet in the line, each with its turn.
    private final Map<String, Object> preparing = new ConcurrentHashMap<>();

    private final Map<String, HostLedger> naming = new ConcurrentHashMap<>();
    private int projected;

    /// By connection the change that waits for the host. SECURITY: a peer may tell more than the host can make,
    /// and the queue is everybody's: the latest takes the place of the one before.
    private final Map<String, Runnable> changes = new ConcurrentHashMap<>();

    /// @param serial runs one task at a time, in order
    HostDesk(HostLedger ledger, Executor serial) {
        this.places = new HostPlaces(ledger);
        this.switches = new KillSwitches(ledger);
        this.serial = serial;
    }

    /// Opens the packet device where the connection is to be, and tells the host's other managers of it.
    ///
    /// @param zone the firewall's, or empty
    void open(
            String connection,
            Placement placement,
            String zone,
            Loop loop,
            Consumer<PacketDevice> opened,
            Consumer<HostException> refused) {
        Runnable opening = () -> open(connection, placement, zone, answering(loop, opened), answering(loop, refused));
        if (!placement.isUsers()) {
            serial.execute(opening);
            return;
        }
        // what takes long in it is the user's to hold up, and must hold up nobody else
        Object turn = new Object();
        preparing.put(connection, turn);
        places.outside()
                .prepare(
                        placement.change(),
                        done -> serial.execute(() -> {
                            try {
                                // not what was released meanwhile
                                if (preparing.remove(connection, turn)) {
                                    opening.run();
                                }
                            } finally {
                                done.run();
                            }
                        }));
    }

    private static <T> Consumer<T> answering(Loop loop, Consumer<T> answer) {
        return value -> loop.execute(() -> answer.accept(value));
    }

    private void open(
            String connection,
            Placement placement,
            String zone,
            Consumer<PacketDevice> opened,
            Consumer<HostException> refused) {
        try {
            PacketDevice device = places.open(connection, placement);
            places.of(connection).ledger().introduce(connection, device, zone);
            opened.accept(device);
        } catch (HostException e) {
            refused.accept(e);
        } catch (RuntimeException e) {
            refused.accept(fault(e));
        }
    }

    /// @param carrier the outer end of the server, or of the proxy on the way, as the carrier is connected to it
    /// @param proxied whether it is a proxy's
    void apply(
            String connection,
            Entry entry,
            TunnelProjection projection,
            String link,
            InetSocketAddress carrier,
            boolean proxied,
            Loop loop,
            Consumer<NetworkPlan> applied,
            Consumer<HostException> refused) {
        InetAddress server = carrier.getAddress();
        serial.execute(() -> {
            try {
                HostPlaces.Place place = places.of(connection);
                ranks.put(connection, ++projected);
                carriers.put(connection, server);
                if (!place.inside()) {
                    switches.close(entry, carrier, proxied);
                } else if (entry.flag(EntryOption.KILL_SWITCH)) {
                    places.needNoOtherWayOut(connection, entry.text(EntryOption.NETNS));
                }
                NetworkPlan plan =
                        plan(place, connection, entry, projection, link, server, place.wayTo(server), projected);
                place.ledger().apply(connection, plan);
                NameWatch.requireSet(entry, plan, place.ledger().namesTrouble());
                naming.put(connection, place.ledger());
                place.pinned().made(connection, List.of());
                place.exclusions().made(connection, plan, link);
                loop.execute(() -> applied.accept(plan));
            } catch (HostException e) {
                loop.execute(() -> refused.accept(e));
            } catch (RuntimeException e) {
                loop.execute(() -> refused.accept(fault(e)));
            }
        });
    }

    /// Tells whenever what a connection excludes is reached by other ways than before.
    void tellExcluded(String connection, Loop loop, Consumer<List<Excluded>> moved) {
        serial.execute(() -> places.of(connection)
                .exclusions()
                .tell(connection, excluded -> loop.execute(() -> moved.accept(excluded))));
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
    /// left out and logged; when the connection is being released already, or there is a later change by then,
    /// nothing is answered.
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
        Runnable latest = () -> {
            try {
                HostPlaces.Place place = places.of(connection);
                HostChange.Route pin = place.ledger().pinOf(connection, server);
                Optional<NextHop> way =
                        pin == null ? place.wayTo(server) : Optional.of(new NextHop(pin.link(), pin.gateway(), null));
                int rank = ranks.getOrDefault(connection, projected);
                List<HostChange.Route> before = place.ledger().pinsOf(connection);
                NetworkPlan plan = plan(place, connection, entry, projection, link, server, way, rank);
                place.ledger().change(connection, plan).ifPresent(stands -> {
                    place.pinned().made(connection, before);
                    NetworkPlan made = plan.only(stands, link);
                    place.exclusions().made(connection, made, link);
                    loop.execute(() -> changed.accept(made));
                });
            } catch (RuntimeException e) {
                // the connection is up, and stays as it is
                LOG.log(Level.ERROR, "host_desk_crashed", e);
            }
        };
        if (changes.put(connection, latest) == null) {
            serial.execute(() -> {
                Runnable waiting = changes.remove(connection);
                if (waiting != null) {
                    waiting.run();
                }
            });
        }
    }

    private NetworkPlan plan(
            HostPlaces.Place place,
            String connection,
            Entry entry,
            TunnelProjection projection,
            String link,
            InetAddress server,
            Optional<NextHop> way,
            int rank) {
        if (TablePlan.isFor(entry)) {
            return TablePlan.of(
                    entry, projection, link, rank, rule -> place.ledger().mayLead(connection, rule));
        }
        if (place.inside()) {
            // the carrier is outside: nothing in here can lead it astray
            NetworkPlan plan = NetworkPlanner.plan(entry, projection, link, null, Optional.empty(), rank);
            return place.exclusions().around(connection, plan, link);
        }
        NetworkPlan destinations = NetworkPlanner.plan(entry, projection, link, server, way, rank);
        NetworkPlan plan = place.exclusions().around(connection, destinations, link);
        return RouteGuard.guarded(plan, entry, link, place.ledger(), carriers.values());
    }

    /// Somebody else changed how names are resolved: it is set again for the connections that are up.
    void namesRewritten() {
        serial.execute(() -> places.outside().resolveAgain());
    }

    /// Why the host does not resolve names as the connection wants it, though it was told to; empty when it does.
    String namesTrouble(String connection) {
        HostLedger ledger = naming.get(connection);
        return ledger == null ? "" : ledger.namesTrouble();
    }

    /// Another manager of the host began anew: it is told again of the devices that are open.
    void linkManagersChanged() {
        serial.execute(() -> places.outside().introduceAgain());
    }

    /// Takes back everything of the connection, whatever was still queued before included.
    ///
    /// @param keepsNamespace but for its network namespace, which is taken back by another call
    void release(String connection, boolean keepsNamespace, Loop loop, Runnable released) {
        preparing.remove(connection);
        serial.execute(() -> {
            try {
                ranks.remove(connection);
                carriers.remove(connection);
                naming.remove(connection);
                places.release(connection, keepsNamespace);
            } finally {
                loop.execute(released);
            }
        });
    }

    /// The kill switches of entries; what changes them goes through this desk.
    KillSwitches switches() {
        return switches;
    }

    /// Opens an entry's kill switch, if it is closed.
    void openKillSwitch(String entry, Loop loop, Runnable opened) {
        serial.execute(() -> {
            try {
                switches.open(entry);
            } finally {
                loop.execute(opened);
            }
        });
    }

    /// As above, unless something else needs it by then; done with the future.
    CompletableFuture<Void> openKillSwitch(String entry, BooleanSupplier isNeeded) {
        if (!switches.isClosed(entry)) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.runAsync(
                () -> {
                    // whoever dials it from here on closes it behind this
                    if (!isNeeded.getAsBoolean()) {
                        switches.open(entry);
                    }
                },
                serial);
    }
}
