package dev.dialtone.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EchoNetworkTest {
    private final EchoNetwork network =
            new EchoNetwork(List.of(IpPrefix.of("10.9.0.0/16"), IpPrefix.of("2001:db8::/32")));

    @ParameterizedTest
    @CsvSource({"10.9.0.2,10.9.0.1", "10.9.0.2,10.9.255.255", "2001:db8::2,2001:db8::1", "fe80::2,fe80::1"})
    void answersEcho_ofReachableAddresses(String from, String to) {
        byte[] request = IpPacket.echoRequest(
                InetAddress.ofLiteral(from), InetAddress.ofLiteral(to), 7, 8, new byte[] {1, 2, 3});
        byte[] reply = network.on(request).orElseThrow();
        assertThat(Ping.isReply(request, reply)).isTrue();
        assertThat(network.answered()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"10.9.0.2,10.8.0.1", "2001:db8::2,2001:db9::1"})
    void ignores_otherAddresses(String from, String to) {
        byte[] request =
                IpPacket.echoRequest(InetAddress.ofLiteral(from), InetAddress.ofLiteral(to), 7, 8, new byte[0]);
        assertThat(network.on(request)).isEmpty();
        assertThat(network.ignored()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"10.9.0.2,10.9.0.1", "2001:db8::2,2001:db8::1"})
    void echoesUdp_ofPort7Only(String from, String to) {
        InetAddress client = InetAddress.ofLiteral(from);
        InetAddress server = InetAddress.ofLiteral(to);
        byte[] data = "hello".getBytes(StandardCharsets.US_ASCII);
        assertThat(network.on(IpPacket.udp(client, 4000, server, 7, data)))
                .contains(IpPacket.udp(server, 7, client, 4000, data));
        assertThat(network.on(IpPacket.udp(client, 4000, server, 8, data))).isEmpty();
    }

    @Test
    void survives_everyDamage() {
        byte[] good = IpPacket.echoRequest(
                InetAddress.ofLiteral("10.9.0.2"), InetAddress.ofLiteral("10.9.0.1"), 7, 8, new byte[16]);
        for (int length = 0; length < good.length; length++) {
            assertThat(network.on(Arrays.copyOf(good, length))).isEmpty();
        }
        Random random = new Random(1);
        int answered = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            answered += network.on(bad).isPresent() ? 1 : 0;
        }
        // damage to the source address or to unsummed header fields may still be answered; never to the ICMP part
        assertThat(answered).isLessThan(10_000);
    }

    @Test
    void isReply_seesEveryFlippedBitOfTheMessage() {
        byte[] request = IpPacket.echoRequest(
                InetAddress.ofLiteral("10.9.0.2"), InetAddress.ofLiteral("10.9.0.1"), 7, 8, new byte[16]);
        byte[] reply = network.on(request).orElseThrow();
        for (int bit = 0; bit < reply.length * 8; bit++) {
            byte[] bad = reply.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Ping.isReply(request, bad)).as("bit " + bit).isFalse();
        }
    }
}
