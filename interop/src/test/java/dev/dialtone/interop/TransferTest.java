package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Real TUN interfaces at both ends, the daemon between them and the answerer for quantities: what goes in comes out,
/// of every size around each boundary there is, over IPv4 and IPv6, with the offloads of the TUN and without, when
/// packets are lost and overtake each other inside, and when the carrier gives its bytes a few at a time. The
/// client's IPv6 address and the way to the server's network are those that its router advertises.
@Timeout(240)
class TransferTest {
    /// Around: the inner MSS of IPv4 (with time stamps 1348) and IPv6 (1328), the MTU, SSTP's longest packet, a TLS
    /// record, a super-packet of the TUN, a batch.
    private static final int[] BOUNDARIES = {
        2, 1_328, 1_348, 1_400, 4_087, 4_095, 16_384, 65_483, 65_535, 131_072, 1_048_576
    };

    private static List<String> sizes() {
        List<String> sizes = new ArrayList<>();
        for (int boundary : BOUNDARIES) {
            for (int d = -2; d <= 2; d++) {
                sizes.add(Integer.toString(boundary + d));
            }
        }
        sizes.add("20000000");
        return sizes;
    }

    @ParameterizedTest
    @CsvSource({"all,all", "none,none", "none,all"})
    void everySize_arrivesAsItWasSent(String clientOffload, String serverOffload, @TempDir Path folder)
            throws Exception {
        try (TunnelRig rig = TunnelRig.up(folder, clientOffload, serverOffload, TunnelRig.Way.PLAIN)) {
            assertThat(rig.fetch(TunnelRig.INSIDE, sizes()))
                    .hasSize(sizes().size() + 1)
                    .endsWith("datagrams 3008");
            assertThat(rig.fetch(TunnelRig.INSIDE_V6, sizes()))
                    .hasSize(sizes().size() + 1)
                    .endsWith("datagrams 3008");
        }
    }

    @Test
    void packetsLostInside_bytesStillArriveAsTheyWereSent(@TempDir Path folder) throws Exception {
        try (TunnelRig rig = TunnelRig.up(folder, "all", "all", TunnelRig.Way.PLAIN)) {
            rig.lose(2);
            // no datagrams: nobody sends those again
            List<String> some = List.of("1400", "65535", "1048577", "5000000");
            assertThat(rig.fetchTcp(TunnelRig.INSIDE, some)).hasSize(some.size());
            assertThat(rig.lost()).isPositive();
        }
    }

    private static final List<String> SOME = List.of("1", "1348", "1400", "4095", "65535", "1048577", "5000000");

    @ParameterizedTest
    @CsvSource({"all,all", "none,all"})
    void packetsLostAndOvertaken_bothWays_bytesArriveAsTheyWereSent(
            String clientOffload, String serverOffload, @TempDir Path folder) throws Exception {
        try (TunnelRig rig = TunnelRig.up(folder, clientOffload, serverOffload, TunnelRig.Way.ROUGH)) {
            assertThat(rig.fetchTcp(TunnelRig.INSIDE, SOME)).hasSize(SOME.size());
            assertThat(rig.fetchTcp(TunnelRig.INSIDE_V6, SOME)).hasSize(SOME.size());
            assertThat(rig.roughness()).hasSize(2).allMatch(count -> count > 100);
        }
    }

    @Test
    void carrierInTinyPieces_everySizeArrivesAsItWasSent(@TempDir Path folder) throws Exception {
        try (TunnelRig rig = TunnelRig.up(folder, "all", "all", TunnelRig.Way.TINY)) {
            List<String> sizes = sizes().subList(0, BOUNDARIES.length * 5 - 5);
            assertThat(rig.fetchTcp(TunnelRig.INSIDE, sizes)).hasSize(sizes.size());
            assertThat(rig.fetchTcp(TunnelRig.INSIDE_V6, sizes)).hasSize(sizes.size());
        }
    }
}
