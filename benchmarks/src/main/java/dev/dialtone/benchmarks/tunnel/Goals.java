package dev.dialtone.benchmarks.tunnel;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;

/// What Dialtone is to reach, all of medians.
final class Goals {
    static final String DIALTONE = "dialtone";
    static final String SOFTETHER = "softether";
    static final String SSTP = "softether-sstp";
    static final String VETH = "veth";

    /// The carrier alone.
    static final String TLS = "tls";

    private final Figures figures;

    private Goals(Figures figures) {
        this.figures = figures;
    }

    static List<Goal> of(Figures figures) {
        Goals g = new Goals(figures);
        return List.of(
                Goal.atLeast(2.5, "TCP, one stream, by SoftEther's", g.up(SOFTETHER), g.down(SOFTETHER)),
                Goal.atLeast(4, "TCP, one stream, by openconnect's over TLS", g.up("ocserv-tls"), g.down("ocserv-tls")),
                Goal.atLeast(5, "TCP, one stream, by OpenVPN's over UDP", g.up("openvpn-udp"), g.down("openvpn-udp")),
                Goal.atLeast(15, "TCP, one stream, by OpenVPN's over TCP", g.up("openvpn-tcp"), g.down("openvpn-tcp")),
                Goal.atLeast(
                        0.7,
                        "TCP, one stream, by what TLS alone carries between the same ends",
                        g.up(TLS),
                        g.down(TLS)),
                Goal.recorded("", "TCP, one stream, by the network's without a tunnel", g.up(VETH), g.down(VETH)),
                Goal.atMost(
                        0.5,
                        "",
                        "processor time per GB, both ends, by SoftEther's",
                        g.beside(Load.TCP_UP, Quantity.CPU_BOTH, SOFTETHER),
                        g.beside(Load.TCP_DOWN, Quantity.CPU_BOTH, SOFTETHER)),
                Goal.atLeast(
                        1,
                        "4 TCP streams by one",
                        two(g.mbit(Load.TCP4_UP), g.mbit(Load.TCP_UP), (a, b) -> a / b),
                        two(g.mbit(Load.TCP4_DOWN), g.mbit(Load.TCP_DOWN), (a, b) -> a / b)),
                Goal.atLeast(
                        0.25,
                        "smallest of 4 streams by its fair share",
                        g.own(Load.TCP4_UP, Quantity.SMALLEST_SHARE),
                        g.own(Load.TCP4_DOWN, Quantity.SMALLEST_SHARE)),
                Goal.atMost(
                        10,
                        " ms",
                        "ping p99 under load, above that of idle",
                        g.aboveIdle(Load.PING_UP),
                        g.aboveIdle(Load.PING_DOWN)),
                Goal.recorded(
                        " Mbit/s",
                        "TCP through SoftEther's SSTP (that server carries about 800 up, 430 down)",
                        figures.median(SSTP, Load.TCP_UP, Quantity.MBIT),
                        figures.median(SSTP, Load.TCP_DOWN, Quantity.MBIT)),
                Goal.atMost(
                        2,
                        " MB",
                        "garbage per GB, client, less what TLS alone makes of it",
                        g.beyondTls(Load.TCP_UP, Quantity.GARBAGE_CLIENT),
                        g.beyondTls(Load.TCP_DOWN, Quantity.GARBAGE_CLIENT)),
                Goal.atMost(
                        2,
                        " MB",
                        "garbage per GB, server, less what TLS alone makes of it",
                        g.beyondTls(Load.TCP_UP, Quantity.GARBAGE_SERVER),
                        g.beyondTls(Load.TCP_DOWN, Quantity.GARBAGE_SERVER)));
    }

    private OptionalDouble up(String other) {
        return beside(Load.TCP_UP, Quantity.MBIT, other);
    }

    private OptionalDouble down(String other) {
        return beside(Load.TCP_DOWN, Quantity.MBIT, other);
    }

    private OptionalDouble mbit(Load load) {
        return own(load, Quantity.MBIT);
    }

    private OptionalDouble own(Load load, Quantity quantity) {
        return figures.median(DIALTONE, load, quantity);
    }

    private OptionalDouble aboveIdle(Load load) {
        return two(own(load, Quantity.RTT_P99), own(Load.PING_IDLE, Quantity.RTT_P99), (a, b) -> a - b);
    }

    private OptionalDouble beyondTls(Load load, Quantity quantity) {
        return two(own(load, quantity), figures.median(TLS, load, quantity), (a, b) -> Math.max(0, a - b));
    }

    private OptionalDouble beside(Load load, Quantity quantity, String other) {
        return two(own(load, quantity), figures.median(other, load, quantity), (a, b) -> a / b);
    }

    private static OptionalDouble two(OptionalDouble a, OptionalDouble b, DoubleBinaryOperator both) {
        return a.isEmpty() || b.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(both.applyAsDouble(a.getAsDouble(), b.getAsDouble()));
    }
}
