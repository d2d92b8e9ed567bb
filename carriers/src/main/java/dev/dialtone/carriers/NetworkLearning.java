package dev.dialtone.carriers;

import dev.dialtone.core.Step;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Learns from the peer's network what PPP does not say: by [DhcpInform] for IPv4, by [RouterDiscovery] for
/// IPv6; and by [NameInquiry] whether its name servers answer. A machine without I/O; what it says and hears are IP
/// packets inside the tunnel.
///
/// It is silent before [LearningEvent.Start]; advertisements count from the moment IPv6 is open.
final class NetworkLearning {
    /// SECURITY: each change is work for the host, which all connections share: a peer cannot cause it as fast
    /// as it can send.
    private static final long CHANGE_PACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DhcpInform dhcp;
    private final RouterDiscovery routers = new RouterDiscovery();
    private final NameInquiry names;
    private LearnedNetwork known = LearnedNetwork.NONE;
    private LearningRequest wanted = LearningRequest.withoutNames(false);
    private List<Inet4Address> dns = List.of();
    private @Nullable Inet4Address ipv4;
    private @Nullable Long identifier;
    private boolean started;
    private boolean settled;
    private long settleAt = Step.NEVER;
    private long nextChange = Long.MIN_VALUE;
    private long namesUntil = Step.NEVER;

    NetworkLearning(RandomGenerator random) {
        dhcp = new DhcpInform(random);
        names = new NameInquiry(random);
    }

    Step<LearningAction> on(LearningEvent event, long now) {
        switch (event) {
            case LearningEvent.Opened opened -> open(opened);
            case LearningEvent.Start(var what, long patienceNanos, long roundTripNanos) -> {
                started = true;
                wanted = what;
                settleAt = now + patienceNanos;
                namesUntil = settleAt + NameInquiry.LONGEST_NANOS;
                names.begin(roundTripNanos);
            }
            case LearningEvent.Packet(byte[] packet) -> {
                dhcp.take(packet);
                routers.take(packet, now);
                names.take(packet, now);
            }
            case LearningEvent.Tick() -> {}
        }
        routers.expire(now);
        Step.Collector<LearningAction> actions = new Step.Collector<>();
        if (started) {
            dhcp.ask(now).ifPresent(packet -> actions.add(new LearningAction.Send(packet)));
            routers.ask(now).ifPresent(packet -> actions.add(new LearningAction.Send(packet)));
        }
        LearnedNetwork fresh = placed(routers.with(dhcp.found()));
        if (started && wanted.names() != LearningRequest.Names.UNUSED) {
            List<Inet6Address> own = fresh.addresses();
            names.ask(servers(fresh), server -> source(server, own), domain(fresh), now)
                    .forEach(packet -> actions.add(new LearningAction.Send(packet)));
            fresh = fresh.with(names.found());
        }
        boolean news = !fresh.equals(known);
        boolean early = settled && now < nextChange;
        if (news && !early) {
            known = fresh;
            nextChange = settled ? now + CHANGE_PACE_NANOS : nextChange;
            actions.add(new LearningAction.Changed());
        }
        if (started && !settled && isSettled(now)) {
            settled = true;
            actions.add(new LearningAction.Settled());
        }
        return actions.wakeAt(Math.min(news && early ? nextChange : Step.NEVER, wakeNanos(now)));
    }

    private long wakeNanos(long now) {
        long wake = Math.min(names.wakeNanos(), Math.min(dhcp.wakeNanos(), routers.wakeNanos()));
        return started && !settled ? Math.min(now < settleAt ? settleAt : namesUntil, wake) : wake;
    }

    private void open(LearningEvent.Opened opened) {
        Inet4Address v4 = opened.ipv4();
        Long v6 = opened.ipv6Identifier();
        if (v4 != null) {
            ipv4 = v4;
            dns = opened.dns();
            dhcp.open(v4);
        }
        if (v6 != null) {
            identifier = v6;
            routers.open(v6);
        }
    }

    private boolean isSettled(long now) {
        boolean late = now >= settleAt;
        boolean told = late || ((!dhcp.isOpen() || dhcp.isOver()) && (!routers.isOpen() || routers.isHeard()));
        return told && (names.isAnswered() || (late && !waitsForNames(now)));
    }

    // SECURITY: a network that tells another server each second does not hold up a dial for ever
    private boolean waitsForNames(long now) {
        return wanted.names() == LearningRequest.Names.REQUIRED
                && now < namesUntil
                && !names.hasAnswer()
                && !names.isOver();
    }

    private LearnedNetwork placed(LearnedNetwork told) {
        Inet6Address given = wanted.address();
        return given == null || identifier == null ? told : told.at(given);
    }

    private List<InetAddress> servers(LearnedNetwork told) {
        return wanted.given().isEmpty()
                ? NameServers.of(dns, told)
                : NameServers.given(wanted.given(), ipv4 != null, told);
    }

    private String domain(LearnedNetwork told) {
        if (!wanted.domain().isEmpty() || told.domains().isEmpty()) {
            return wanted.domain();
        }
        return told.domains().getFirst().name();
    }

    /// Our address that a name server is asked from. There is one of its family, or it would not have been told, or
    /// not be used.
    private InetAddress source(InetAddress server, List<Inet6Address> own) {
        Inet4Address v4 = ipv4;
        Long v6 = identifier;
        if (server instanceof Inet4Address && v4 != null) {
            return v4;
        }
        return v6 != null && server.isLinkLocalAddress() ? InnerAddress.linkLocal(v6) : own.getFirst();
    }

    /// Whether an answer by DHCP may come.
    boolean waitsForDhcp() {
        return dhcp.isWaiting();
    }

    /// The port that answers of name servers may come to, or 0.
    int namesPort() {
        return names.heardPort();
    }

    /// What holds, as of the last [LearningAction.Changed].
    LearnedNetwork known() {
        return known;
    }
}
