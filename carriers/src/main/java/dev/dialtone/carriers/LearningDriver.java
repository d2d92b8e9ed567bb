package dev.dialtone.carriers;

import dev.dialtone.core.Loop;
import dev.dialtone.core.Step;
import dev.dialtone.ppp.NetworkResult;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Runs [NetworkLearning] for a tunnel, on its loop and by its clock.
final class LearningDriver {
    /// How long answers are waited for when they are needed; and when they are not, beside three round trips.
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long SHORT_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final NetworkLearning machine;
    private final Loop loop;
    private final Ports ports;
    private boolean ipv6;
    private boolean settled;
    private boolean stopped;
    private long wakeNanos = Step.NEVER;

    /// What a tunnel does for it.
    interface Ports {
        /// Send this whole PPP frame.
        void send(byte[] frame);

        /// See [SstpTraffic#overhear].
        void overhear(Overheard packets);

        /// What is known by now is all that will be waited for; once.
        void learned();

        /// What was [#learned] has changed.
        void changed();
    }

    LearningDriver(RandomGenerator random, Loop loop, Ports ports) {
        this.machine = new NetworkLearning(random);
        this.loop = loop;
        this.ports = ports;
    }

    void opened(NetworkResult network) {
        NetworkResult.@Nullable Ipv4 v4 = network.ipv4();
        NetworkResult.@Nullable Ipv6 v6 = network.ipv6();
        ipv6 = v6 != null;
        on(new LearningEvent.Opened(
                v4 == null ? null : v4.address(),
                v6 == null ? null : v6.localIdentifier(),
                v4 == null ? List.of() : v4.dns()));
    }

    /// @param roundTripNanos how long the carrier takes there and back
    void start(LearningRequest wanted, long roundTripNanos) {
        long some = Math.min(PATIENCE_NANOS, SHORT_PATIENCE_NANOS + 3 * roundTripNanos);
        on(new LearningEvent.Start(wanted, wanted.needed() ? PATIENCE_NANOS : some, roundTripNanos));
    }

    void packet(byte[] packet) {
        on(new LearningEvent.Packet(packet));
    }

    /// To be called when [#wakeNanos] has come; earlier it does nothing.
    void tick() {
        if (wakeNanos <= loop.nanoTime()) {
            on(new LearningEvent.Tick());
        }
    }

    /// The tunnel ends.
    void stop() {
        stopped = true;
        wakeNanos = Step.NEVER;
    }

    long wakeNanos() {
        return wakeNanos;
    }

    LearnedNetwork known() {
        return machine.known();
    }

    private void on(LearningEvent event) {
        if (stopped) {
            return;
        }
        Step<LearningAction> step = machine.on(event, loop.nanoTime());
        wakeNanos = step.wakeNanos();
        ports.overhear(new Overheard(machine.waitsForDhcp(), ipv6, machine.namesPort()));
        for (LearningAction action : step.actions()) {
            switch (action) {
                case LearningAction.Send(byte[] packet) -> ports.send(InnerPacket.framed(packet));
                case LearningAction.Changed() -> {
                    if (settled) {
                        ports.changed();
                    }
                }
                case LearningAction.Settled() -> {
                    settled = true;
                    ports.learned();
                }
            }
        }
    }
}
