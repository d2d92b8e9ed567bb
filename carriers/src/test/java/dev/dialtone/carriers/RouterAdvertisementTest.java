package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Decoded;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Router advertisements and their options.
class RouterAdvertisementTest {
    private static RouterAdvertisement decoded(int lifetimeSeconds, String options) {
        return switch (RouterAdvertisement.decode(Told.advertisement(lifetimeSeconds, options))) {
            case Decoded.Ok<RouterAdvertisement>(RouterAdvertisement value, int _) -> value;
            case Decoded.NeedMore<RouterAdvertisement>() -> throw new AssertionError("wants more");
            case Decoded.Malformed<RouterAdvertisement>(String reason, int offset) ->
                throw new AssertionError(reason + " at " + offset);
        };
    }

    @Test
    void decodesEveryOption() {
        RouterAdvertisement got = decoded(
                1800,
                Told.prefix(7200, 3600)
                        // MTU 1380
                        + "05 01 0000 00000564"
                        // fd00:a::/32 in as much as it needs, for 600 s
                        + "18 02 20 00 00000258 fd00000a00000000"
                        // name server fd00:9::53
                        + "19 03 0000 00000258 fd000009 00000000 00000000 00000053"
                        // corp.example
                        + "1f 03 0000 00000258 04 636f7270 07 6578616d706c65 00 0000"
                        // a link-layer address, which a PPP link has none of
                        + "01 01 020304050607");
        assertThat(got.lifetimeSeconds()).isEqualTo(1800);
        assertThat(got.mtuBytes()).isEqualTo(1380);
        assertThat(got.prefixes()).singleElement().satisfies(prefix -> {
            assertThat(prefix.network()).isEqualTo(InetAddress.ofLiteral("fd00:9::"));
            assertThat(prefix.length()).isEqualTo(64);
            assertThat(prefix.onLink() && prefix.autonomous()).isTrue();
            assertThat(prefix.validSeconds()).isEqualTo(7200);
            assertThat(prefix.preferredSeconds()).isEqualTo(3600);
        });
        assertThat(got.routes()).singleElement().satisfies(route -> {
            assertThat(route.network()).isEqualTo(InetAddress.ofLiteral("fd00:a::"));
            assertThat(route.length()).isEqualTo(32);
        });
        assertThat(got.servers())
                .singleElement()
                .satisfies(list -> assertThat(list.addresses())
                        .map(InetAddress::getHostAddress)
                        .containsExactly("fd00:9:0:0:0:0:0:53"));
        assertThat(got.domains())
                .singleElement()
                .satisfies(list -> assertThat(list.names()).containsExactly("corp.example"));
    }

    @Test
    void optionsOfAWrongLengthOrValue_areLeftOut() {
        RouterAdvertisement got = decoded(
                0,
                "03 01 4000 00000000"
                        + "05 01 0000 000004ff" // 1279
                        + "18 01 20 00 00000258" // no room for 32 bits
                        + "18 02 20 10 00000258 fd00000a00000000" // reserved preference
                        + "1f 02 0000 00000258 ff 00000000000000");
        assertThat(got).isEqualTo(new RouterAdvertisement(0, 0, List.of(), List.of(), List.of(), List.of()));
    }

    @Test
    void rejectsOptionsWithoutEnd() {
        assertThat(RouterAdvertisement.decode(Told.advertisement(0, "03 00 0000 00000000")))
                .isEqualTo(Decoded.malformed("an option without its end", 16));
        assertThat(RouterAdvertisement.decode(Told.advertisement(0, "05 02 0000 00000500")))
                .isInstanceOf(Decoded.Malformed.class);
        assertThat(RouterAdvertisement.decode(Told.advertisement(0, "05"))).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void rejectsWhatIsNone() {
        byte[] message = Told.advertisement(0, "");
        for (int length = 0; length < message.length; length++) {
            assertThat(RouterAdvertisement.decode(Arrays.copyOf(message, length)))
                    .isInstanceOf(Decoded.Malformed.class);
        }
        message[1] = 1;
        assertThat(RouterAdvertisement.decode(message)).isInstanceOf(Decoded.Malformed.class);
    }

    /// The JDK makes an IPv4 address of such bytes.
    @Test
    void mappedIpv4_staysIpv6() {
        RouterAdvertisement got = decoded(0, "19 03 0000 00000258 00000000 00000000 0000ffff 0a000001");
        assertThat(got.servers().getFirst().addresses().getFirst().getAddress()).hasSize(16);
    }
}
