package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Decoded;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Packets to and from the peer's network.
class InnerPacketTest {
    private static final byte[] DATA = {1, 2, 3, 4, 5};

    @Test
    void roundTripsUdp() {
        byte[] packet = Told.udp(DATA);
        assertThat(InnerPacket.decodeUdp(packet))
                .isInstanceOfSatisfying(
                        Decoded.Ok.class, ok -> assertThat(ok.consumed()).isEqualTo(packet.length));
        assertThat(InnerPacket.decodeUdp(packet) instanceof Decoded.Ok<InnerPacket.Datagram>(var datagram, int _)
                        && datagram.source().equals(Told.SERVER)
                        && datagram.destination().equals(Told.CLIENT)
                        && datagram.sourcePort() == 67
                        && datagram.destinationPort() == 68
                        && Arrays.equals(datagram.data(), DATA))
                .isTrue();
    }

    @Test
    void roundTripsUdpInIpv6() {
        byte[] packet = InnerPacket.udp(Told.ROUTER, 53, Told.ALL_NODES, 61_000, DATA);
        assertThat(InnerPacket.decodeUdp(packet) instanceof Decoded.Ok<InnerPacket.Datagram>(var datagram, int _)
                        && datagram.source().equals(Told.ROUTER)
                        && datagram.destination().equals(Told.ALL_NODES)
                        && datagram.sourcePort() == 53
                        && datagram.destinationPort() == 61_000
                        && Arrays.equals(datagram.data(), DATA))
                .isTrue();
        // SPEC [RFC 8200 §8.1] IPv6 has no header checksum: UDP's is not optional
        packet[46] = 0;
        packet[47] = 0;
        assertThat(InnerPacket.decodeUdp(packet)).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void roundTripsIcmpv6_withTheHighestHopLimit() {
        byte[] packet = Told.advertised(9, "");
        assertThat(InnerPacket.decodeIcmpv6(packet) instanceof Decoded.Ok<InnerPacket.Message>(var message, int _)
                        && message.source().equals(Told.ROUTER)
                        && message.destination().equals(Told.ALL_NODES)
                        && message.hopLimit() == 255
                        && message.message().length == 16)
                .isTrue();
    }

    /// An echo request whose checksum was worked out another way.
    @Test
    void decodesWhatAnotherMade() {
        byte[] echo = Told.hex("60000000 0010 3a 40 | fe800000000000000000000000000001 |"
                + "ff020000000000000000000000000001 | 8000 9a34 1234 0001 0001020304050607");
        int sum = 0;
        for (int i = 8; i < echo.length; i += 2) {
            sum += i == 42 ? 0 : InnerPacket.u16(echo, i);
        }
        sum += 16 + 58;
        int folded = (sum & 0xFFFF) + (sum >> 16);
        echo[42] = (byte) ~(folded >> 8);
        echo[43] = (byte) ~folded;
        assertThat(InnerPacket.decodeIcmpv6(echo)).isInstanceOf(Decoded.Ok.class);
    }

    @Test
    void rejectsEveryTruncation() {
        byte[] icmp = Told.advertised(9, "");
        for (byte[] udp : List.of(Told.udp(DATA), InnerPacket.udp(Told.ROUTER, 53, Told.ALL_NODES, 9, DATA))) {
            for (int length = 0; length < udp.length; length++) {
                int most = length;
                assertThat(InnerPacket.decodeUdp(Arrays.copyOf(udp, length)))
                        .isInstanceOfSatisfying(
                                Decoded.Malformed.class,
                                no -> assertThat(no.offset()).isLessThanOrEqualTo(most));
            }
        }
        for (int length = 0; length < icmp.length; length++) {
            assertThat(InnerPacket.decodeIcmpv6(Arrays.copyOf(icmp, length))).isInstanceOf(Decoded.Malformed.class);
        }
    }

    /// All but the hop limit of IPv6, its traffic class and flow label are covered by a checksum or a length.
    @Test
    void rejectsEveryDamagedByte() {
        byte[] udp = Told.udp(DATA);
        for (int at = 0; at < udp.length; at++) {
            byte[] damaged = udp.clone();
            damaged[at] ^= 0x10;
            assertThat(InnerPacket.decodeUdp(damaged)).as("byte %d", at).isInstanceOf(Decoded.Malformed.class);
        }
        byte[] icmp = Told.advertised(9, "");
        for (int at = 4; at < icmp.length; at++) {
            byte[] damaged = icmp.clone();
            damaged[at] ^= 0x10;
            if (at != 7) {
                assertThat(InnerPacket.decodeIcmpv6(damaged)).as("byte %d", at).isInstanceOf(Decoded.Malformed.class);
            }
        }
    }

    @Test
    void decodesPaddingBehindThePacket() {
        byte[] udp = Told.udp(DATA);
        assertThat(InnerPacket.decodeUdp(Arrays.copyOf(udp, udp.length + 7))).isInstanceOf(Decoded.Ok.class);
    }

    @Test
    void decodesUdpWithoutChecksum() {
        byte[] udp = Told.udp(DATA);
        udp[26] = 0;
        udp[27] = 0;
        assertThat(InnerPacket.decodeUdp(udp)).isInstanceOf(Decoded.Ok.class);
    }
}
