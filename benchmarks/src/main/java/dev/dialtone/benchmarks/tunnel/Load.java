package dev.dialtone.benchmarks.tunnel;

import java.util.ArrayList;
import java.util.List;

/// One thing that is done with each tunnel in each round, in this order. Up is from the client to the server.
enum Load {
    TCP_UP("tcp-up", "TCP up"),
    TCP_DOWN("tcp-down", "TCP down"),
    TCP_BOTH("tcp-both", "TCP both ways at once"),
    TCP4_UP("tcp4-up", "4 TCP streams up"),
    TCP4_DOWN("tcp4-down", "4 TCP streams down"),
    UDP_SMALL_UP("udp-small-up", "small UDP up"),
    UDP_SMALL_DOWN("udp-small-down", "small UDP down"),
    UDP_LARGE_UP("udp-large-up", "large UDP up"),
    UDP_LARGE_DOWN("udp-large-down", "large UDP down"),
    PING_IDLE("ping-idle", "ping, idle"),
    PING_UP("ping-up", "ping under TCP up"),
    PING_DOWN("ping-down", "ping under TCP down");

    private final String key;
    private final String title;

    Load(String key, String title) {
        this.key = key;
        this.title = title;
    }

    /// In JSON.
    String key() {
        return key;
    }

    String title() {
        return title;
    }

    boolean isPing() {
        return switch (this) {
            case PING_IDLE, PING_UP, PING_DOWN -> true;
            case TCP_UP, TCP_DOWN, TCP_BOTH, TCP4_UP, TCP4_DOWN -> false;
            case UDP_SMALL_UP, UDP_SMALL_DOWN, UDP_LARGE_UP, UDP_LARGE_DOWN -> false;
        };
    }

    /// What iperf3 is told beside the address and the time; the transfer beside which it pings, for a ping.
    List<String> iperfOptions(TunnelOptions options) {
        return switch (this) {
            case TCP_UP, PING_UP, PING_IDLE -> List.of();
            case TCP_DOWN, PING_DOWN -> List.of("-R");
            case TCP_BOTH -> List.of("--bidir");
            case TCP4_UP -> List.of("-P", "4");
            case TCP4_DOWN -> List.of("-P", "4", "-R");
            case UDP_SMALL_UP -> udp(TunnelOptions.SMALL_BYTES, options.udpSmallMbit());
            case UDP_SMALL_DOWN -> reverse(udp(TunnelOptions.SMALL_BYTES, options.udpSmallMbit()));
            case UDP_LARGE_UP -> udp(TunnelOptions.LARGE_BYTES, options.udpLargeMbit());
            case UDP_LARGE_DOWN -> reverse(udp(TunnelOptions.LARGE_BYTES, options.udpLargeMbit()));
        };
    }

    private static List<String> udp(int bytes, int mbit) {
        // buffers as large as every kernel allows by default: iperf3 sends a millisecond's datagrams at once
        return List.of("-u", "-l", Integer.toString(bytes), "-b", mbit + "M", "-w", "400K");
    }

    private static List<String> reverse(List<String> options) {
        List<String> all = new ArrayList<>(options);
        all.add("-R");
        return all;
    }
}
