package dev.dialtone.manager;

import dev.dialtone.api.Answer;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.EventKind;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import dev.dialtone.api.ServerAddress;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.core.Loop;
import dev.dialtone.core.Secret;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One connection over its whole life: its attempts one after the other, who holds it, and its end. What happens
/// inside an attempt is the [Attempt]'s.
///
/// Everything runs on the connection's [Loop]; whatever is thrown there ends this connection with an error, never the
/// manager.
final class ActiveConnection {
    private static final Logger LOG = System.getLogger(ActiveConnection.class.getName());

    /// A network that comes and goes makes no more attempts than one in this time.
    private static final Duration HASTE = Duration.ofSeconds(2);

    private final ConnectionRecord record;
    private final Mailbox loop;
    private final ConnectionPorts ports;
    private final NotificationWriter writer;
    private final RedialPolicy policy;
    private final Confirmation confirmation;
    private final PauseDesk desk = new PauseDesk();
    private final Map<Object, Integer> holders = new HashMap<>();
    private final Set<Object> bound = new HashSet<>();
    private final List<Secret> spent = new ArrayList<>();
    private final Owner owner = new Owner();
    private final Prerequisite prerequisite;

    private final Placement placement;
    private DialPlan plan;
    private @Nullable Attempt attempt;
    private Loop.@Nullable Timer redial;
    private long redialAt;
    private long hastenedAt;
    private long pauseMillis;
    private int failedInARow;
    private boolean wasOnce;
    private boolean firstComplete;
    private boolean unattended;
    private boolean crashed;
    private boolean keepsNamespace;
    private boolean started;
    private volatile boolean stopping;

    private boolean established;
    private volatile boolean leaving;
    private volatile boolean hangUpAsked;

    /// @param ended run on the loop when nothing is left of it but its record, before anyone is told
    ActiveConnection(ConnectionRecord record, DialPlan plan, Mailbox loop, ConnectionPorts ports, Runnable ended) {
        this.record = record;
        this.plan = plan;
        this.placement = plan.placement();
        this.loop = loop;
        this.ports = ports;
        this.writer = new NotificationWriter(record, ports, loop, ended);
        this.policy = RedialPolicy.of(plan.entry());
        this.prerequisite = new Prerequisite(ports.prerequisites(), loop, owner::guarded);
        this.confirmation = new Confirmation(loop, plan.options().confirmWithin());
        this.hastenedAt = loop.nanoTime() - HASTE.toNanos();
        record.tap().hide(plan.password());
    }

    /// Starts the dial. Callable from any thread, once.
    void start() {
        run(() -> {
            started = true;
            if (!writer.isOver()) {
                beginAttempt();
            }
        });
    }

    private void beginAttempt() {
        redial = null;
        record.newAttempt();
        Attempt begun = new Attempt(
                owner, record, loop, ports, writer, desk, plan.options().gated() && !unattended);
        attempt = begun;
        begun.start();
    }

    // Who holds it

    /// A client depends on it from now on (C10). Callable from any thread.
    ///
    /// @param holder one for each lease
    /// @param ties   whether the connection is to end when that client goes
    void hold(Object holder, boolean ties) {
        run(() -> {
            holders.merge(holder, 1, Integer::sum);
            if (ties) {
                bound.add(holder);
            }
        });
    }

    /// A client's lease is broken (C10). Callable from any thread.
    void left(Object holder) {
        run(() -> {
            Integer held = holders.remove(holder);
            boolean tied = bound.remove(holder);
            if (held == null) {
                return;
            }
            if (!firstComplete && holders.isEmpty()) {
                nobodyHolds();
            } else if (!firstComplete || tied) {
                // the others hold it on, each with references of its own
                for (int i = 0; i < held; i++) {
                    int _ = release();
                }
            }
        });
    }

    private void nobodyHolds() {
        if (plan.options().background()) {
            unattended = true;
            if (attempt != null) {
                attempt.openGate();
            }
        } else {
            hangUp(Failure.of(
                    RasError.USER_DISCONNECTION,
                    Layer.MANAGER,
                    "The program that dialled went away before completion."));
        }
    }

    /// Another client dialled what is connected, or joined its dial (H2). Callable from any thread.
    void refer(int uid) {
        referencesChanged(record.refer(uid));
    }

    /// One reference is given back; the last one hangs up (H2). Callable from any thread.
    ///
    /// @return how many are left
    int release() {
        int left = record.release();
        if (left == 0) {
            hangUp(Failure.of(
                    RasError.USER_DISCONNECTION, Layer.MANAGER, "The last one who held the connection gave it back."));
        } else {
            referencesChanged(left);
        }
        return left;
    }

    private void referencesChanged(int references) {
        ports.events()
                .add(
                        EventKind.REFERENCES,
                        ports.wall().instant().truncatedTo(ChronoUnit.MICROS),
                        record.id(),
                        record.identity().entry(),
                        0,
                        references);
    }

    // What clients ask for, from any thread

    /// Hangs up, whatever the state; safe to repeat (H1).
    ///
    /// @param cause why, as a failure whose number becomes the cause
    void hangUp(Failure cause) {
        // H3: who dials after this has returned is never given what is about to end
        hangUpAsked = true;
        run(() -> {
            if (attempt != null) {
                attempt.hangUp(cause);
            } else {
                endWaiting(cause);
            }
        });
    }

    /// The manager stops (C9): error 834 in an unfinished dial's state, an ending with cause 834 otherwise.
    void managerStops() {
        stopping = true;
        hangUpAsked = true;
        Failure stopped =
                Failure.retryable(RasError.MANAGER_STOPPED, Layer.MANAGER, "The connection manager was stopped.");
        run(() -> {
            if (attempt != null) {
                attempt.stop(stopped);
            } else {
                endWaiting(stopped);
            }
        });
    }

    void acknowledge(long seq) {
        run(() -> {
            if (attempt != null) {
                attempt.acknowledge(seq);
            }
        });
    }

    /// The dialler wants no more notifications (N12), so it will acknowledge none.
    void dispenseWithAcknowledgements() {
        run(() -> {
            unattended = true;
            if (attempt != null) {
                attempt.openGate();
            }
        });
    }

    /// @throws dev.dialtone.api.RasException 183, 87
    void answer(Answer answer) {
        desk.answer(answer);
    }

    /// SECURITY: what one user answered with is not for the others whom the entry names, whoever dialled.
    void forget() {
        run(() -> plan = plan.forgetful());
    }

    /// @throws dev.dialtone.api.RasException 183, 87
    void confirm() {
        if (isEnding()) {
            throw RasException.of(
                    RasError.INVALID_PARAMETER,
                    "connection " + record.id() + " is ending: there is nothing left to confirm");
        }
        confirmation.confirm(record.id());
        record.confirmUntil(null);
        run(confirmation::stop);
    }

    /// Whether it is to be hung up unless somebody confirms it.
    boolean awaitsConfirmation() {
        return confirmation.isAwaited();
    }

    /// The next attempt need not wait any longer: somebody wants it now.
    void redialNow() {
        run(() -> {
            if (redial != null) {
                redial.cancel();
                beginAttempt();
            }
        });
    }

    // What the host notices, from any thread

    /// Links, addresses or routes of the host are not what they were.
    void networkChanged() {
        run(() -> {
            if (attempt != null) {
                attempt.networkChanged();
            } else {
                hasten();
            }
        });
    }

    /// The machine was suspended and runs again.
    void resumed(Duration asleep) {
        run(() -> {
            if (attempt != null) {
                attempt.resumed(asleep);
            } else {
                hasten();
            }
        });
    }

    /// What the next attempt waits for may have come true.
    private void hasten() {
        long now = loop.nanoTime();
        long soonest = hastenedAt + HASTE.toNanos();
        if (redial == null || Math.max(soonest, now) >= redialAt) {
            return;
        }
        redial.cancel();
        if (soonest > now) {
            redialAfter(soonest, this::beginHastened);
        } else {
            beginHastened();
        }
    }

    private void beginHastened() {
        hastenedAt = loop.nanoTime();
        beginAttempt();
    }

    private void redialAfter(long nanos, Runnable attempt) {
        redialAt = nanos;
        redial = loop.at(nanos, owner.guarded(attempt));
    }

    // What it is, for any thread

    ConnectionRecord record() {
        return record;
    }

    Placement placement() {
        return placement;
    }

    /// Whether it is neither established, as far as anybody was told, nor on its way out; while it waits for a redial
    /// too.
    boolean isDialling() {
        return !isEnding() && !record.isConnected();
    }

    /// Whether it is on its way out for good, or will be as soon as its loop comes to it.
    boolean isEnding() {
        return leaving || hangUpAsked;
    }

    // How attempts follow each other

    private void over(Outcome outcome, boolean byHand) {
        attempt = null;
        if (byHand) {
            openKillSwitch(() -> finish(outcome, 0));
        } else {
            finish(outcome, pauseMillis);
        }
    }

    private void finish(Outcome outcome, long pause) {
        firstComplete = true;
        if (pause == 0) {
            wipe();
        } else {
            redialAfter(loop.nanoTime() + pause * 1_000_000, this::beginAttempt);
        }
        switch (outcome) {
            case Outcome.Failed failed -> writer.failed(failed.state(), told(failed.failure(), pause), pause);
            case Outcome.Disconnected end ->
                writer.disconnected(told(end.failure(), pause), end.wasEstablished(), pause);
        }
        writer.nextAttempt();
    }

    /// Hung up by hand, or the manager stops and nobody will dial the entry again by itself: then nothing keeps the
    /// host closed any more (C4). What ends in another way leaves it closed.
    private void openKillSwitch(Runnable then) {
        boolean stays = stopping && plan.entry().flag(EntryOption.ALWAYS_ON);
        if (!stays && ports.hostDesk().switches().isClosed(plan.entry().name())) {
            ports.hostDesk().openKillSwitch(plan.entry().name(), loop, owner.guarded(then));
        } else {
            then.run();
        }
    }

    private Failure told(Failure failure, long pause) {
        String entry = plan.entry().name();
        if (pause > 0 || !ports.hostDesk().switches().isClosed(entry)) {
            return failure;
        }
        String advice = failure.advice();
        return failure.advise((advice != null ? advice : RasError.adviceOf(failure.error()))
                + " The kill switch stays closed until: dialtone hangup " + entry + ".");
    }

    /// Between two attempts, or before the first one, which waits for a teardown (H3): the attempt to come ends
    /// before its first state.
    private void endWaiting(Failure cause) {
        if (redial != null || (!started && !writer.isOver())) {
            if (redial != null) {
                redial.cancel();
                redial = null;
            }
            wipe();
            leaveNamespace(() -> openKillSwitch(() -> writer.disconnected(cause, false, 0)));
        }
    }

    /// SPEC [contract C4]: what an attempt left for the next one is released too before the end is told.
    private void leaveNamespace(Runnable left) {
        if (keepsNamespace) {
            keepsNamespace = false;
            ports.hostDesk().release(record.id(), false, loop, owner.guarded(left));
        } else {
            left.run();
        }
    }

    private void wipe() {
        prerequisite.giveBack();
        confirmation.stop();
        plan.close();
        spent.forEach(Secret::close);
        spent.clear();
    }

    private void run(Runnable task) {
        loop.execute(owner.guarded(task));
    }

    private void crashed(RuntimeException e) {
        LOG.log(Level.ERROR, "connection_crashed connection=" + record.id(), e);
        Failure failure = Failure.of(RasError.UNKNOWN, Layer.MANAGER, "An internal fault of Dialtone: " + e)
                .advise("Please report it with the daemon's log of this moment.");
        if (attempt != null && !crashed) {
            crashed = true;
            attempt.fail(failure);
        } else if (!writer.isOver()) {
            // even the end does not work: the promise of a completion is kept all the same
            attempt = null;
            wipe();
            leaveNamespace(() -> {});
            writer.disconnected(failure, established, 0);
        }
    }

    private final class Owner implements AttemptOwner {
        @Override
        public DialPlan plan() {
            return plan;
        }

        @Override
        public void signIn(String user, String domain, Secret password) {
            replace(user, domain, password, false);
        }

        private void replace(String user, String domain, Secret password, boolean stored) {
            // a tunnel may still answer the peer with the one before: it is wiped with the connection
            spent.add(plan.password());
            plan = plan.withSignIn(user, domain, password, stored);
            record.tap().hide(password);
        }

        @Override
        public void passwordChanged(Secret password) {
            if (plan.stored()) {
                ports.memory().password(plan, password);
            }
            replace(plan.user(), plan.domain(), password, plan.stored());
        }

        @Override
        public void pin(String fingerprint) {
            plan = plan.withPin(fingerprint);
            ports.memory().pin(plan.entry().name(), fingerprint);
        }

        @Override
        public void promoted(ServerAddress server) {
            plan = plan.with(server.first(plan.entry()));
            ports.memory().promote(plan.entry().name(), server);
        }

        @Override
        public void prerequisite(Runnable up, Consumer<Failure> failed) {
            String entry = plan.entry().text(EntryOption.PREREQUISITE);
            if (entry.isEmpty()) {
                up.run();
            } else {
                prerequisite.need(entry, up, failed);
            }
        }

        @Override
        public void established() {
            established = true;
            firstComplete = true;
            // N9 gates a dial, not what brings its connection back
            unattended = true;
            wasOnce = true;
            failedInARow = 0;
            ports.memory().connected(plan);
            Duration within = plan.options().confirmWithin();
            if (confirmation.begin(missed -> guarded(() -> hangUp(missed)).run())) {
                record.confirmUntil(ports.wall().instant().plus(within).truncatedTo(ChronoUnit.MICROS));
            }
        }

        @Override
        public boolean hangUpAsked() {
            return hangUpAsked;
        }

        @Override
        public void ending(Outcome outcome) {
            pauseMillis = switch (outcome) {
                case Outcome.Failed failed -> {
                    failedInARow++;
                    yield policy.pauseMillis(failed.failure(), failedInARow, wasOnce, ports.random());
                }
                case Outcome.Disconnected end ->
                    end.wasEstablished() ? policy.pauseMillis(end.failure(), 0, true, ports.random()) : 0;
            };
            leaving = pauseMillis == 0;
            established = false;
        }

        @Override
        public boolean keepsNamespace() {
            keepsNamespace = !leaving
                    && !hangUpAsked
                    && !plan.entry().text(EntryOption.NETNS).isEmpty();
            return keepsNamespace;
        }

        @Override
        public void over(Outcome outcome) {
            // read once: a hang-up that comes in between would leave the namespace behind
            boolean byHand = hangUpAsked;
            if (byHand) {
                leaveNamespace(() -> ActiveConnection.this.over(outcome, true));
            } else {
                ActiveConnection.this.over(outcome, false);
            }
        }

        @Override
        public Runnable guarded(Runnable task) {
            return () -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    crashed(e);
                }
            };
        }
    }
}
