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
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Brings the connections' wishes to the [HostLedger] one at a time, on an executor of its own, and the answers
/// back to
/// each one's loop. Callable from any thread.
final class HostDesk {
    private static final Logger LOG = System.getLogger(HostDesk.class.getName());

    private final HostLedger ledger;
    private final PinnedRoutes pinned;
    private final KillSwitches switches;
    private final Executor serial;
    private int projected;

    /// @param serial runs one task at a time, in order
    HostDesk(HostLedger ledger, Executor serial) {
        this.ledger = ledger;
        this.pinned = new PinnedRoutes(ledger);
        this.switches = new KillSwitches(ledger);
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

    /// @param carrier the outer end of the server, as the carrier is connected to it
    void apply(
            String connection,
            Entry entry,
            TunnelProjection projection,
            String link,
            InetSocketAddress carrier,
            Loop loop,
            Consumer<NetworkPlan> applied,
            Consumer<HostException> refused) {
        InetAddress server = carrier.getAddress();
        serial.execute(() -> {
            try {
                switches.close(entry, carrier);
                NetworkPlan plan = SshGuard.guarded(
                        NetworkPlanner.plan(entry, projection, link, server, ledger.routeTo(server), ++projected),
                        entry,
                        link,
                        ledger);
                ledger.apply(connection, plan);
                pinned.made(connection);
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

    /// IPv6 opened after the settings were applied; what cannot be done is only logged.
    void addIpv6(String connection, TunnelProjection projection, String link) {
        InetAddress address = projection.ipv6();
        if (address != null) {
            serial.execute(() -> ledger.addLate(connection, new HostChange.Address(link, address, 64, null)));
        }
    }

    /// Takes back everything of the connection, whatever was still queued before included.
    void release(String connection, Loop loop, Runnable released) {
        serial.execute(() -> {
            try {
                pinned.released(connection);
                ledger.release(connection);
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

    /// As above, and waits for it.
    void openKillSwitch(String entry) {
        if (switches.isClosed(entry)) {
            CompletableFuture.runAsync(() -> switches.open(entry), serial).join();
        }
    }

    List<HostFinding> examine() {
        List<HostFinding> findings = new ArrayList<>(
                CompletableFuture.supplyAsync(ledger::examine, serial).join());
        for (String entry : switches.entries()) {
            findings.add(new HostFinding(
                    "kill switch",
                    true,
                    "Closed for the entry \"" + entry + "\": nothing leaves this host but through the connection.",
                    "Open it with: dialtone hangup " + entry));
        }
        return findings;
    }
}
