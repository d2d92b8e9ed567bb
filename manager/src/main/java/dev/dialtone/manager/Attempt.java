package dev.dialtone.manager;

import dev.dialtone.api.Answer;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.Prompt;
import dev.dialtone.api.RasError;
import dev.dialtone.carriers.CarrierInfo;
import dev.dialtone.carriers.Tunnel;
import dev.dialtone.carriers.TunnelListener;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Loop;
import dev.dialtone.core.Secret;
import dev.dialtone.host.HostException;
import dev.dialtone.host.PacketDevice;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One attempt of a connection, from `OpenPort` to its completion and, once connected, on to its ending. Reads top to
/// bottom like the list of states; [#enter] is the only place that makes a notification of a running state, and
/// it does so before the state's work starts (N2).
///
/// Everything runs on the connection's [Loop]. What is thrown there is the [AttemptOwner]'s to see to.
final class Attempt {
    private final AttemptOwner owner;
    private final ConnectionRecord record;
    private final Loop loop;
    private final ConnectionPorts ports;
    private final NotificationWriter writer;
    private final Teardown teardown;
    private final AttemptCarriers carriers;
    private final Limits limits;
    private final Gate gate;
    private final Pauses pauses;
    private final ServerRound servers;

    private ConnectionState state = ConnectionState.OPEN_PORT;
    private @Nullable PacketDevice device;
    private @Nullable CarrierInfo carrier;
    private @Nullable NetworkSettings settings;
    private @Nullable SessionLimits session;
    private @Nullable Footing footing;
    private @Nullable Secret newPassword;
    private boolean pausing;
    private boolean awaitsPrerequisite;
    private boolean changesServer;
    private boolean networkChanged;
    private boolean established;
    private boolean ending;

    Attempt(
            AttemptOwner owner,
            ConnectionRecord record,
            Loop loop,
            ConnectionPorts ports,
            NotificationWriter writer,
            PauseDesk desk,
            boolean gated) {
        this.owner = owner;
        this.record = record;
        this.loop = loop;
        this.ports = ports;
        this.writer = writer;
        DialPlan plan = owner.plan();
        this.servers = new ServerRound(plan.entry());
        this.teardown = new Teardown(record.id(), loop, ports.hostDesk());
        this.carriers = new AttemptCarriers(teardown, new Progress(), owner::guarded, () -> ending);
        this.limits = new Limits(
                loop,
                plan.stateTimeout(),
                plan.dialTimeout(),
                (limit, whose) -> owner.guarded(() -> timedOut(limit, whose)).run());
        this.gate = new Gate(loop, gated, plan.options().gateLimit());
        this.pauses = new Pauses(plan.options(), desk, writer, loop, ports.wall());
    }

    void start() {
        enter(ConnectionState.OPEN_PORT, this::prerequisite);
    }

    boolean isEstablished() {
        return established && !ending;
    }

    void acknowledge(long seq) {
        gate.acknowledge(seq);
    }

    /// Nobody is left to acknowledge.
    void openGate() {
        gate.open();
    }

    // What the host notices; an attempt that is not established has its limits

    void networkChanged() {
        if (footing == null) {
            // what the settings were made for may be gone before they stand
            networkChanged = true;
        } else if (!ending) {
            footing.networkChanged();
        }
    }

    void resumed(Duration asleep) {
        if (footing != null && !ending) {
            footing.resumed(asleep);
        }
    }

    // The states, in their order

    private void prerequisite() {
        awaitsPrerequisite = true;
        owner.prerequisite(
                () -> {
                    awaitsPrerequisite = false;
                    if (!ending) {
                        openPort();
                    }
                },
                this::fail);
    }

    private void openPort() {
        ports.hostDesk()
                .open(
                        record.id(),
                        owner.plan().placement(),
                        owner.plan().entry().text(EntryOption.FIREWALL_ZONE),
                        loop,
                        guarded(this::portOpened),
                        guarded((HostException e) -> fail(e.failure())));
    }

    private void portOpened(PacketDevice opened) {
        device = opened;
        if (ending) {
            return;
        }
        enter(ConnectionState.PORT_OPENED, () -> {
            if (owner.plan().lacksPassword()) {
                pause(Pauses.missingPassword(owner.plan()), this::signInAgain);
            } else {
                enter(ConnectionState.CONNECT_DEVICE, this::connectDevice);
            }
        });
    }

    private void connectDevice() {
        changesServer = false;
        DialPlan plan = ports.hostDesk().switches().reachable(servers.towards(owner.plan()));
        Tunnel connecting = carriers.open(told -> ports.tunnels().create(plan, loop, told));
        connecting.tap(record.tap());
        connecting.connect();
    }

    private void deviceConnected(CarrierInfo connected) {
        carrier = connected;
        record.carrier(
                connected.deviceType(),
                connected.deviceName(),
                Endpoints.text(connected.local()),
                Endpoints.text(connected.remote()),
                Endpoints.proxy(connected.proxy()));
        enter(
                ConnectionState.DEVICE_CONNECTED,
                () -> enter(
                        ConnectionState.ALL_DEVICES_CONNECTED,
                        () -> carriers.inUse().establish()));
    }

    private void authenticated(String method) {
        Secret changed = newPassword;
        if (changed != null) {
            newPassword = null;
            owner.passwordChanged(changed);
        }
        record.weak(WeakMethods.of(method, connectedCarrier().proxy()));
        enter(
                ConnectionState.AUTHENTICATED,
                () -> enter(ConnectionState.AUTH_PROJECT, () -> carriers.inUse().project()));
    }

    private void projected(TunnelProjection projection) {
        NetworkSettings opened = new NetworkSettings(
                record,
                ports.hostDesk(),
                loop,
                owner.plan().entry(),
                openDevice().name(),
                connectedCarrier(),
                projection,
                new NameWatch(record.id(), ports.wall(), ports.hostDesk()),
                guarded(this::settingsChanged));
        settings = opened;
        opened.show();
        // what the server's network tells belongs to the settings, when it comes in time
        enter(
                ConnectionState.PROJECTED,
                () -> enter(
                        ConnectionState.APPLY_SETTINGS, () -> carriers.inUse().learn(opened.request())));
    }

    private void learned(TunnelProjection projection) {
        NetworkSettings opened = present(settings);
        if (!opened.asked()) {
            opened.changed(projection);
            opened.apply(guarded(this::settingsApplied), guarded((HostException e) -> fail(e.failure())));
        }
    }

    private void settingsApplied(NetworkPlan applied) {
        if (!ending) {
            settingsChanged(applied);
            pass(this::connected);
        }
    }

    private void settingsChanged(NetworkPlan applied) {
        if (!ending) {
            present(settings).stand(applied);
        }
    }

    private void connected() {
        Tunnel carrying = carriers.inUse();
        teardown.pump(ports.pumps().start(openDevice(), carrying));
        established = true;
        limits.stop();
        LiveStatistics counts = new LiveStatistics(carrying, loop);
        record.statistics(counts);
        ports.metrics().traffic().begins(record.id(), counts);
        // the password stays until the end: a peer may challenge again at any time (RFC 1994 §2)
        state = ConnectionState.CONNECTED;
        SessionLimits limiting = new SessionLimits(
                loop,
                owner.plan().entry(),
                carrying::counters,
                failure -> owner.guarded(() -> fail(failure)).run());
        session = limiting;
        limiting.start();
        footing = footing(carrying);
        owner.established();
        if (owner.plan().entry().flag(EntryOption.PROMOTE_ALTERNATES)) {
            servers.reached().ifPresent(owner::promoted);
        }
        writer.connected();
        gate.notified(0);
        if (networkChanged) {
            footing.networkChanged();
        }
    }

    private Footing footing(Tunnel carrying) {
        InetAddress local = connectedCarrier().local().getAddress();
        InetAddress server = connectedCarrier().remote().getAddress();
        return new Footing(
                loop,
                local,
                answer -> ports.hostDesk().follow(record.id(), local, server, loop, guarded(answer)),
                carrying::probe,
                this::lostFooting,
                owner::guarded);
    }

    // Pauses (P1-P5)

    /// The peer refused, and waits on this link for another try.
    private void refused(Failure failure, boolean canChangePassword) {
        Secret given = newPassword;
        if (given != null && failure.error() == RasError.PASSWORD_EXPIRED && canChangePassword) {
            // the line was cut while the user thought about it: this is the refusal that was answered already
            enter(ConnectionState.AUTH_CHANGE_PASSWORD, () -> carriers.inUse().changePassword(given));
            return;
        }
        Pauses.Pause pause = pauses.mending(failure, owner.plan(), canChangePassword);
        if (pause == null) {
            fail(failure);
        } else {
            pause(pause, answering(pause));
        }
    }

    /// The peer cut the line, or said that there is no other try.
    private void lost(Failure failure) {
        if (footing != null) {
            fail(footing.cause(failure));
            return;
        }
        if (pausing) {
            // P2: the answer opens the carrier again
            carriers.leave();
            return;
        }
        if (changesServer || changedServer(failure)) {
            return;
        }
        Pauses.Pause pause = pauses.mending(failure, owner.plan(), false);
        if (pause == null) {
            fail(servers.verdict(failure));
        } else {
            carriers.leave();
            pause(pause, answering(pause));
        }
    }

    /// Turns to the entry's next server, if there is one and this one has not asked yet who we are. Within the
    /// attempt: the device is connected once more, and what went wrong is told with it.
    private boolean changedServer(Failure failure) {
        boolean reachable = switch (state) {
            case CONNECT_DEVICE, DEVICE_CONNECTED, ALL_DEVICES_CONNECTED -> true;
            default -> false;
        };
        if (!reachable || ending || changesServer || !servers.next(failure)) {
            return false;
        }
        changesServer = true;
        carriers.leave();
        carriers.whenClosed(() -> enter(ConnectionState.CONNECT_DEVICE, failure, this::connectDevice));
        return true;
    }

    private Consumer<Pauses.Given> answering(Pauses.Pause pause) {
        return switch (pause.wants()) {
            case CREDENTIALS -> this::signInAgain;
            case NEW_PASSWORD -> this::changePassword;
            case CERTIFICATE_TRUST -> this::trust;
        };
    }

    private void pause(Pauses.Pause pause, Consumer<Pauses.Given> answered) {
        pausing = true;
        pass(() -> {
            state = pause.state();
            pauses.ask(
                    pause,
                    given -> owner.guarded(() -> {
                                pausing = false;
                                answered.accept(given);
                            })
                            .run(),
                    failure -> owner.guarded(() -> fail(failure)).run());
            gate.notified(writer.seq());
        });
    }

    private void signInAgain(Pauses.Given given) {
        Answer answer = given.answer();
        DialPlan plan = owner.plan();
        owner.signIn(
                answer.valueOr(Prompt.USER, plan.user()), answer.valueOr(Prompt.DOMAIN, plan.domain()), given.wanted());
        forgetNewPassword();
        enter(ConnectionState.AUTH_RETRY, () -> {
            if (carriers.isUp()) {
                carriers.inUse().retry(owner.plan().wireUser(), owner.plan().password());
            } else {
                reopen();
            }
        });
    }

    private void changePassword(Pauses.Given given) {
        forgetNewPassword();
        Secret wanted = given.wanted();
        newPassword = wanted;
        if (carriers.isUp()) {
            enter(ConnectionState.AUTH_CHANGE_PASSWORD, () -> carriers.inUse().changePassword(wanted));
        } else {
            enter(ConnectionState.AUTH_RETRY, this::reopen);
        }
    }

    private void trust(Pauses.Given given) {
        owner.pin(given.answer().valueOr(Prompt.TRUST, ""));
        reopen();
    }

    private void forgetNewPassword() {
        Secret forgotten = newPassword;
        newPassword = null;
        if (forgotten != null) {
            forgotten.close();
        }
    }

    /// Within the same attempt (P2), once the carrier before is gone.
    private void reopen() {
        carriers.whenClosed(() -> enter(ConnectionState.CONNECT_DEVICE, this::connectDevice));
    }

    // How it ends

    /// Hangs up, whatever the state.
    void hangUp(Failure cause) {
        if (!ending) {
            end(new Outcome.Disconnected(cause, established), true);
        }
    }

    /// Ends it with an error in its state, or the ending's cause: for what the manager itself brings about (C9).
    void stop(Failure failure) {
        if (!ending) {
            end(outcome(failure), true);
        }
    }

    /// The state in hand cannot succeed, or the established connection is lost. An error notification is the
    /// same state again (N3), and comes when everything is released (C3).
    void fail(Failure failure) {
        if (!ending) {
            end(outcome(failure), failure.layer() != Layer.TCP && failure.layer() != Layer.TLS);
        }
    }

    /// Nothing of ours reaches the peer any more, a farewell neither.
    private void lostFooting(Failure failure) {
        if (!ending && footing != null) {
            end(outcome(footing.cause(failure)), false);
        }
    }

    private Outcome outcome(Failure failure) {
        return established ? new Outcome.Disconnected(failure, true) : new Outcome.Failed(state, failure);
    }

    private void timedOut(Duration limit, String whose) {
        String what = awaitsPrerequisite
                ? "The prerequisite \"" + owner.plan().entry().text(EntryOption.PREREQUISITE) + "\" was not connected"
                : StateTimeouts.reason(state);
        Failure overdue = Failure.retryable(
                StateTimeouts.error(state),
                awaitsPrerequisite ? Layer.MANAGER : StateTimeouts.layer(state),
                what + " within " + limit.toSeconds() + " s, the limit of " + whose + ".");
        if (!changedServer(overdue)) {
            fail(servers.verdict(overdue));
        }
    }

    private void end(Outcome outcome, boolean farewell) {
        ending = true;
        limits.stop();
        gate.cancel();
        pauses.cancel();
        if (session != null) {
            session.stop();
        }
        if (footing != null) {
            footing.stop();
        }
        owner.ending(outcome);
        teardown.run(farewell, owner.keepsNamespace(), guarded(() -> {
            forgetNewPassword();
            owner.over(outcome);
        }));
    }

    /// Notifies a state, then starts its work; on a gated dial not before the last one was acknowledged (N9).
    private void enter(ConnectionState entered, Runnable work) {
        enter(entered, null, work);
    }

    /// @param before why a server was left, when this is to try another one
    private void enter(ConnectionState entered, @Nullable Failure before, Runnable work) {
        pass(() -> {
            state = entered;
            limits.enter(entered == ConnectionState.CONNECT_DEVICE ? servers.left() : 1);
            if (before == null) {
                writer.entered(entered);
            } else {
                writer.enteredAgain(entered, before);
            }
            gate.notified(writer.seq());
            work.run();
        });
    }

    private void pass(Runnable next) {
        if (ending || owner.hangUpAsked()) {
            return;
        }
        limits.stop();
        gate.pass(guarded(() -> {
            if (!ending && !owner.hangUpAsked()) {
                next.run();
            }
        }));
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

    ConnectionState state() {
        return state;
    }

    private Runnable guarded(Runnable task) {
        return owner.guarded(task);
    }

    private <T> Consumer<T> guarded(Consumer<T> task) {
        return value -> owner.guarded(() -> task.accept(value)).run();
    }

    /// What the carrier in use says, turned into the next state.
    private final class Progress implements TunnelListener {
        @Override
        public void connected(CarrierInfo info) {
            deviceConnected(info);
        }

        @Override
        public void established() {
            enter(ConnectionState.AUTHENTICATE, () -> carriers.inUse().authenticate());
        }

        @Override
        public void authenticationAsked(String method) {
            enter(ConnectionState.AUTH_NOTIFY, () -> carriers.inUse().respond());
        }

        @Override
        public void authenticationRefused(Failure failure, boolean canChangePassword) {
            refused(failure, canChangePassword);
        }

        @Override
        public void authenticated(String method, String peerText) {
            Attempt.this.authenticated(method);
        }

        @Override
        public void projected(TunnelProjection projection) {
            Attempt.this.projected(projection);
        }

        @Override
        public void learned(TunnelProjection projection) {
            Attempt.this.learned(projection);
        }

        @Override
        public void projectionChanged(TunnelProjection projection) {
            present(settings).changed(projection);
        }

        @Override
        public void failed(Failure failure) {
            lost(failure);
        }

        @Override
        public void closed() {}
    }
}
