package dev.dialtone.manager;

import dev.dialtone.api.Projection.MtuLimit;
import dev.dialtone.carriers.TunnelMtu;
import dev.dialtone.carriers.TunnelProjection;
import java.util.ArrayList;
import java.util.List;

/// The MTU of a connection's interface, from all that limit it: the least decides, of equal ones the first.
///
/// @param limits in the order in which they are told: the entry, the peer, the carrier, the network behind it
record InterfaceMtu(List<MtuLimit> limits) {
    InterfaceMtu {
        limits = List.copyOf(limits);
    }

    static InterfaceMtu of(TunnelProjection projection) {
        TunnelMtu tunnel = projection.mtu();
        int advertised = projection.learned().mtuBytes();
        int least = advertised == 0 ? tunnel.bytes() : Math.min(advertised, tunnel.bytes());
        List<MtuLimit> limits = new ArrayList<>();
        add(limits, MtuLimit.ENTRY, tunnel.wantedBytes(), least);
        add(limits, MtuLimit.PEER, tunnel.peerMruBytes(), least);
        add(limits, MtuLimit.CARRIER, tunnel.carrierBytes(), least);
        if (advertised != 0) {
            add(limits, MtuLimit.ROUTER, advertised, least);
        }
        return new InterfaceMtu(limits);
    }

    private static void add(List<MtuLimit> limits, String what, int bytes, int least) {
        boolean decides = bytes == least && limits.stream().noneMatch(MtuLimit::decides);
        limits.add(new MtuLimit(what, bytes, decides));
    }

    int bytes() {
        return limits.stream().mapToInt(MtuLimit::bytes).min().orElseThrow();
    }
}
