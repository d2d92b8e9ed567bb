package dev.dialtone.carriers;

import dev.dialtone.core.Step;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Learns from the peer's network what PPP does not say: by [DhcpInform] for IPv4, by [RouterDiscovery] for
/// IPv6. A machine without I/O; what it says and hears are IP packets inside the tunnel.
///
/// It is silent before [LearningEvent.Start]; advertisements count from the moment IPv6 is open.
final class NetworkLearning {
    /// SECURITY: each change is work for the host, which all connections share: a peer cannot cause it as fast as it
    /// can send.
    private static final long CHANGE_PACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DhcpInform dhcp;
    private final RouterDiscovery routers = new RouterDiscovery();
    private LearnedNetwork known = LearnedNetwork.NONE;
    private boolean started;
    private boolean settled;
    private long settleAt = Step.NEVER;
    private long nextChange = Long.MIN_VALUE;

    NetworkLearning(RandomGenerator random) {
        dhcp = new DhcpInform(random);
    }

    Step<LearningAction> on(LearningEvent event, long now) {
        switch (event) {
            case LearningEvent.Opened(var ipv4, var identifier) -> {
                if (ipv4 != null) {
                    dhcp.open(ipv4);
                }
                if (identifier != null) {
                    routers.open(identifier);
                }
            }
            case LearningEvent.Start(long patienceNanos) -> {
                started = true;
                settleAt = now + patienceNanos;
            }
            case LearningEvent.Packet(byte[] packet) -> {
                if (packet.length > 0 && packet[0] >> 4 == 4) {
                    dhcp.take(packet);
                } else {
                    routers.take(packet, now);
                }
            }
            case LearningEvent.Tick() -> {}
        }
        routers.expire(now);
        Step.Collector<LearningAction> actions = new Step.Collector<>();
        if (started) {
            dhcp.ask(now).ifPresent(packet -> actions.add(new LearningAction.Send(packet)));
            routers.ask(now).ifPresent(packet -> actions.add(new LearningAction.Send(packet)));
        }
        LearnedNetwork fresh = routers.with(dhcp.found());
        boolean news = !fresh.equals(known);
        boolean early = settled && now < nextChange;
        if (news && !early) {
            known = fresh;
            nextChange = settled ? now + CHANGE_PACE_NANOS : nextChange;
            actions.add(new LearningAction.Changed());
        }
        if (started && !settled && (isAnswered() || now >= settleAt)) {
            settled = true;
            actions.add(new LearningAction.Settled());
        }
        long wake = Math.min(news && early ? nextChange : Step.NEVER, Math.min(dhcp.wakeNanos(), routers.wakeNanos()));
        return actions.wakeAt(started && !settled ? Math.min(settleAt, wake) : wake);
    }

    private boolean isAnswered() {
        return (!dhcp.isOpen() || dhcp.isOver()) && (!routers.isOpen() || routers.isHeard());
    }

    /// Whether an answer by DHCP may come.
    boolean waitsForDhcp() {
        return dhcp.isWaiting();
    }

    /// What holds, as of the last [LearningAction.Changed].
    LearnedNetwork known() {
        return known;
    }
}
