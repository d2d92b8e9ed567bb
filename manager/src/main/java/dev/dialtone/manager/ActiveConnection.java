package dev.dialtone.manager;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.RasError;
import dev.dialtone.api.Statistics;
import dev.dialtone.carriers.CarrierInfo;
import dev.dialtone.carriers.Tunnel;
import dev.dialtone.carriers.TunnelCounters;
import dev.dialtone.carriers.TunnelListener;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Loop;
import dev.dialtone.datapath.PacketPump;
import dev.dialtone.host.HostException;
import dev.dialtone.host.PacketDevice;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One connection from its dial to its ending. Reads top to bottom like the list of states; [#enter] is the only place
/// that makes a notification of a state, and it does so before the state's work starts (N2).
///
/// Everything runs on the connection's [Loop]; whatever is thrown there ends this connection with an error, never the
/// manager.
final class ActiveConnection {
    private static final Logger LOG = System.getLogger(ActiveConnection.class.getName());

    private final ConnectionRecord record;
    private final DialPlan plan;
    private final Loop loop;
    private final ConnectionPorts ports;
    private final NotificationWriter writer;
    private final Teardown teardown;

    private ConnectionState state = ConnectionState.OPEN_PORT;
    private @Nullable Tunnel tunnel;
    private @Nullable PacketDevice device;
    private @Nullable CarrierInfo carrier;
    private @Nullable PacketPump pump;
    private Loop.@Nullable Timer stateTimer;
    private Loop.@Nullable Timer dialTimer;
    private volatile boolean established;
    private volatile boolean ending;
    private volatile boolean hangUpAsked;

    /// @param ended run on the loop once the last notification is published
    ActiveConnection(ConnectionRecord record, DialPlan plan, Loop loop, ConnectionPorts ports, Runnable ended) {
        this.record = record;
        this.plan = plan;
        this.loop = loop;
        this.ports = ports;
        this.writer = new NotificationWriter(record, ports, ended);
        this.teardown = new Teardown(record.id(), loop, ports.hostDesk());
    }

    /// Starts the dial. Callable from any thread, once.
    void start() {
        run(() -> {
            dialTimer = loop.at(
                    loop.nanoTime() + plan.dialTimeout().toNanos(),
                    guarded(() -> timedOut(plan.dialTimeout(), "a dial")));
            enter(ConnectionState.OPEN_PORT, this::openPort);
        });
    }

    /// Hangs up, whatever the state; safe to repeat (H1). Callable from any thread.
    ///
    /// @param cause why, as a failure whose number becomes the cause
    void hangUp(Failure cause) {
        // H3: who dials after this has returned is never given what is about to end
        hangUpAsked = true;
        run(() -> {
            if (!ending) {
                boolean wasEstablished = established;
                end(() -> writer.disconnected(cause, wasEstablished), true);
            }
        });
    }

    /// The client that dialled is gone (C10): an unfinished dial is abandoned, an established connection stays.
    void abandon() {
        run(() -> {
            if (!established && !ending) {
                hangUp(Failure.of(
                        RasError.USER_DISCONNECTION,
                        Layer.MANAGER,
                        "The program that dialled went away before completion."));
            }
        });
    }

    /// The manager stops (C9): error 834 in an unfinished dial's state, an ending with cause 834 otherwise.
    void managerStops() {
        run(() -> {
            if (!ending) {
                Failure stopped = Failure.retryable(
                        RasError.MANAGER_STOPPED, Layer.MANAGER, "The connection manager was stopped.");
                boolean wasEstablished = established;
                ConnectionState inState = state;
                end(
                        () -> {
                            if (wasEstablished) {
                                writer.disconnected(stopped, true);
                            } else {
                                writer.failed(inState, stopped);
                            }
                        },
                        true);
            }
        });
    }

    ConnectionRecord record() {
        return record;
    }

    /// Whether it is neither established nor on its way out. For any thread.
    boolean isDialling() {
        return !established && !isEnding();
    }

    /// Whether it is on its way out, or will be as soon as its loop comes to it. For any thread.
    boolean isEnding() {
        return ending || hangUpAsked;
    }

    // The states, in their order

    private void openPort() {
        ports.hostDesk()
                .open(record.id(), loop, guarded(this::portOpened), guarded((HostException e) -> fail(e.failure())));
    }

    private void portOpened(PacketDevice opened) {
        device = opened;
        if (ending) {
            return;
        }
        enter(ConnectionState.PORT_OPENED, () -> enter(ConnectionState.CONNECT_DEVICE, this::connectDevice));
    }

    private void connectDevice() {
        Tunnel connecting = ports.tunnels().create(plan, loop, new Progress());
        tunnel = connecting;
        teardown.tunnel(connecting);
        connecting.connect();
    }

    private void deviceConnected(CarrierInfo connected) {
        carrier = connected;
        record.carrier(
                connected.deviceType(),
                connected.deviceName(),
                Endpoints.text(connected.local()),
                Endpoints.text(connected.remote()));
        enter(
                ConnectionState.DEVICE_CONNECTED,
                () -> enter(
                        ConnectionState.ALL_DEVICES_CONNECTED,
                        () -> connectedTunnel().establish()));
    }

    private void authenticated(String method) {
        record.weak(method.equals("pap") || method.equals("chap-md5") ? method : "");
        enter(
                ConnectionState.AUTHENTICATED,
                () -> enter(
                        ConnectionState.AUTH_PROJECT, () -> connectedTunnel().project()));
    }

    private void projected(TunnelProjection projection) {
        record.projection(Projections.of(plan.entry(), projection, openDevice().name(), connectedCarrier()));
        enter(ConnectionState.PROJECTED, () -> enter(ConnectionState.APPLY_SETTINGS, () -> applySettings(projection)));
    }

    private void applySettings(TunnelProjection projection) {
        ports.hostDesk()
                .apply(
                        record.id(),
                        plan.entry(),
                        projection,
                        openDevice().name(),
                        connectedCarrier().remote().getAddress(),
                        loop,
                        guarded(this::settingsApplied),
                        guarded((HostException e) -> fail(e.failure())));
    }

    private void settingsApplied(NetworkPlan applied) {
        if (ending) {
            return;
        }
        var projection = record.projection();
        if (projection != null) {
            record.projection(Projections.withRoutes(projection, applied.routes()));
        }
        PacketPump moving = new PacketPump(openDevice(), connectedTunnel());
        moving.start();
        pump = moving;
        teardown.pump(moving);
        established = true;
        cancelTimers();
        record.statistics(statistics(connectedTunnel()));
        // the password stays until the end: a peer may challenge again at any time (RFC 1994 §2)
        state = ConnectionState.CONNECTED;
        writer.connected();
    }

    private Supplier<Statistics> statistics(Tunnel counted) {
        long since = loop.nanoTime();
        return () -> {
            TunnelCounters c = counted.counters();
            return new Statistics(
                    c.bytesSent(),
                    c.bytesReceived(),
                    c.packetsSent(),
                    c.packetsReceived(),
                    c.dropped(),
                    (loop.nanoTime() - since) / 1_000_000);
        };
    }

    // How it ends

    /// The state in hand cannot succeed, or the established connection is lost. An error notification is the same state
    /// again (N3), and comes when everything is released (C3).
    private void fail(Failure failure) {
        if (ending) {
            return;
        }
        boolean wasEstablished = established;
        ConnectionState inState = state;
        end(
                () -> {
                    if (wasEstablished) {
                        writer.disconnected(failure, true);
                    } else {
                        writer.failed(inState, failure);
                    }
                },
                failure.layer() != Layer.TCP && failure.layer() != Layer.TLS);
    }

    private void timedOut(java.time.Duration limit, String whose) {
        fail(Failure.retryable(
                StateTimeouts.error(state),
                StateTimeouts.layer(state),
                StateTimeouts.reason(state) + " within " + limit.toSeconds() + " s, the limit of " + whose + "."));
    }

    private void end(Runnable last, boolean farewell) {
        ending = true;
        cancelTimers();
        teardown.run(farewell, guarded(() -> {
            plan.password().close();
            last.run();
        }));
    }

    /// Notifies a state, then starts its work.
    private void enter(ConnectionState entered, Runnable work) {
        if (ending) {
            return;
        }
        state = entered;
        if (stateTimer != null) {
            stateTimer.cancel();
        }
        stateTimer = loop.at(
                loop.nanoTime() + plan.stateTimeout().toNanos(),
                guarded(() -> timedOut(plan.stateTimeout(), "a state")));
        writer.entered(entered);
        work.run();
    }

    private void cancelTimers() {
        if (stateTimer != null) {
            stateTimer.cancel();
        }
        if (dialTimer != null) {
            dialTimer.cancel();
        }
    }

    private Tunnel connectedTunnel() {
        return present(tunnel);
    }

    private PacketDevice openDevice() {
        return present(device);
    }

    private CarrierInfo connectedCarrier() {
        return present(carrier);
    }

    private <T> T present(@Nullable T thing) {
        if (thing == null) {
            throw new IllegalStateException("not there yet in state " + state.word());
        }
        return thing;
    }

    private void run(Runnable task) {
        loop.execute(guarded(task));
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                crashed(e);
            }
        };
    }

    private <T> Consumer<T> guarded(Consumer<T> task) {
        return value -> guarded(() -> task.accept(value)).run();
    }

    private void crashed(RuntimeException e) {
        LOG.log(Level.ERROR, "connection_crashed connection=" + record.id() + " state=" + state.word(), e);
        fail(Failure.of(RasError.UNKNOWN, Layer.MANAGER, "An internal fault of Dialtone: " + e)
                .advise("Please report it with the daemon's log of this moment."));
    }

    /// What the tunnel says, turned into the next state. Nothing counts once the end has begun.
    private final class Progress implements TunnelListener {
        private void step(Runnable task) {
            guarded(() -> {
                        if (!ending) {
                            task.run();
                        }
                    })
                    .run();
        }

        @Override
        public void connected(CarrierInfo info) {
            step(() -> deviceConnected(info));
        }

        @Override
        public void established() {
            step(() ->
                    enter(ConnectionState.AUTHENTICATE, () -> connectedTunnel().authenticate()));
        }

        @Override
        public void authenticationAsked(String method) {
            step(() ->
                    enter(ConnectionState.AUTH_NOTIFY, () -> connectedTunnel().respond()));
        }

        @Override
        public void authenticationRefused(Failure failure, boolean canChangePassword) {
            step(() -> fail(failure));
        }

        @Override
        public void authenticated(String method, String peerText) {
            step(() -> ActiveConnection.this.authenticated(method));
        }

        @Override
        public void projected(TunnelProjection projection) {
            step(() -> ActiveConnection.this.projected(projection));
        }

        @Override
        public void projectionChanged(TunnelProjection projection) {
            step(() -> {
                var known = record.projection();
                if (known != null) {
                    record.projection(Projections.withRoutes(
                            Projections.of(
                                    plan.entry(), projection, openDevice().name(), connectedCarrier()),
                            known.routes()));
                    ports.hostDesk()
                            .addIpv6(record.id(), projection, openDevice().name());
                }
            });
        }

        @Override
        public void failed(Failure failure) {
            step(() -> fail(failure));
        }

        @Override
        public void closed() {
            guarded(teardown::tunnelClosed).run();
        }
    }
}
