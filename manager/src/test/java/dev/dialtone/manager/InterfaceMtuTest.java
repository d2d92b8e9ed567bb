package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Projection;
import dev.dialtone.api.Projection.MtuLimit;
import dev.dialtone.carriers.LearnedNetwork;
import dev.dialtone.carriers.TunnelMtu;
import dev.dialtone.carriers.TunnelProjection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterfaceMtuTest {
    private static TunnelProjection projection(int entry, int peer, int carrier, int router) {
        TunnelProjection p = ScriptedTunnel.PROJECTION;
        return new TunnelProjection(
                p.ipv4(),
                p.ipv4Peer(),
                null,
                null,
                null,
                null,
                p.dns(),
                p.nbns(),
                new TunnelMtu(entry, peer, carrier),
                p.authMethod(),
                new LearnedNetwork(List.of(), false, List.of(), List.of(), List.of(), router));
    }

    @ParameterizedTest
    @CsvSource({
        "1400, 1500, 4087, 0, entry, 1400",
        "1400, 1400, 4087, 1400, entry, 1400",
        "1400, 1300, 4087, 1300, peer, 1300",
        "1500, 1500, 1450, 9000, carrier, 1450",
        "1400, 1500, 4087, 1280, ra, 1280",
    })
    void theLeastDecides_ofEqualOnesTheFirst(int entry, int peer, int carrier, int router, String who, int bytes) {
        InterfaceMtu mtu = InterfaceMtu.of(projection(entry, peer, carrier, router));
        assertThat(mtu.bytes()).isEqualTo(bytes);
        assertThat(mtu.limits()).hasSize(router == 0 ? 3 : 4);
        assertThat(mtu.limits().stream().filter(MtuLimit::decides)).containsExactly(new MtuLimit(who, bytes, true));
    }

    @Test
    void projection_hasTheSumOfAFullPacket() {
        Projection told = Projections.of(
                ConnectionRig.ENTRY, projection(1400, 1500, 4087, 1300), "dial0", ScriptedTunnel.CARRIER);
        assertThat(told.mtuBytes()).isEqualTo(1300);
        assertThat(told.outerPacket()).isEqualTo("1300 + 4 PPP + 4 SSTP + 22 TLS + 32 TCP + 20 IPv4 = 1382");
    }
}
