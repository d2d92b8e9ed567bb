package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.carriers.LearnedNetwork.Domain;
import dev.dialtone.carriers.LearnedNetwork.Origin;
import dev.dialtone.carriers.LearnedNetwork.Route;
import dev.dialtone.carriers.LearnedNetwork.Server;
import dev.dialtone.core.Decoded;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// DHCP messages, and what an answer comes to.
class DhcpMessageTest {
    private static DhcpMessage decoded(byte[] message) {
        return switch (DhcpMessage.decode(message)) {
            case Decoded.Ok<DhcpMessage>(DhcpMessage value, int _) -> value;
            case Decoded.NeedMore<DhcpMessage>() -> throw new AssertionError("wants more");
            case Decoded.Malformed<DhcpMessage>(String reason, int offset) ->
                throw new AssertionError(reason + " at " + offset);
        };
    }

    private static DhcpConfiguration configured(String options) {
        return DhcpConfiguration.of(decoded(Told.ack(7, options)));
    }

    private static Route route(String network, int length) {
        return new Route(InetAddress.ofLiteral(network), length, Origin.DHCP);
    }

    @Test
    void inform_isOneThatRelaysAndServersTake() {
        byte[] inform = DhcpMessage.inform(0x01020304, Told.CLIENT, 3);
        assertThat(inform).hasSize(300);
        assertThat(Arrays.copyOf(inform, 16)).isEqualTo(Told.hex("01 01 06 00 | 01020304 | 0003 0000 | 0a090007"));
        DhcpMessage read = decoded(inform);
        assertThat(read.type()).isEqualTo(DhcpMessage.INFORM);
        assertThat(read.operation()).isEqualTo(DhcpMessage.REQUEST);
        assertThat(read.options().get(55)).containsExactly(121, 249, 6, 15, 119);
    }

    @Test
    void decodesAnAcknowledgement() {
        DhcpConfiguration got = configured(
                // two name servers
                "06 08 0a090035 0a090036"
                        // corp.example
                        + "0f 0c 636f72702e6578616d706c65"
                        // 10.32.0.0/11 and 192.168.7.0/24, both by 10.9.0.1
                        + "79 0f 0b 0a20 0a090001 18 c0a807 0a090001");
        assertThat(got.dns())
                .containsExactly(
                        new Server(InetAddress.ofLiteral("10.9.0.53"), Origin.DHCP),
                        new Server(InetAddress.ofLiteral("10.9.0.54"), Origin.DHCP));
        assertThat(got.domains()).containsExactly(new Domain("corp.example", Origin.DHCP));
        assertThat(got.routes()).containsExactly(route("10.32.0.0", 11), route("192.168.7.0", 24));
    }

    @Test
    void decodesMicrosoftsRoutesOnlyWithoutTheStandards() {
        String microsoft = "f9 06 08 0a 0a090001";
        assertThat(configured(microsoft).routes()).containsExactly(route("10.0.0.0", 8));
        assertThat(configured(microsoft + "79 07 10 ac10 0a090001").routes()).containsExactly(route("172.16.0.0", 16));
    }

    /// SPEC [RFC 3396] and the routers are in the second half.
    @Test
    void decodesAnOptionInTwoPieces() {
        assertThat(configured("79 03 10 ac10 06 04 0a090035 79 04 0a090001").routes())
                .containsExactly(route("172.16.0.0", 16));
    }

    @Test
    void decodesWhatLiesInTheFileField() {
        byte[] message = Told.ack(7, "34 01 01");
        byte[] domain = Told.hex("0f 04 636f7270 ff");
        System.arraycopy(domain, 0, message, 108, domain.length);
        assertThat(DhcpConfiguration.of(decoded(message)).domains()).containsExactly(new Domain("corp", Origin.DHCP));
    }

    @Test
    void bitsBehindAPrefix_areCleared_andDefaultsAreNoRoutes() {
        assertThat(configured("79 0d 09 0aff 0a090001 00 0a090001 00 ff").routes())
                .isEmpty();
        assertThat(configured("79 0c 09 0aff 0a090001 00 0a090001").routes()).containsExactly(route("10.128.0.0", 9));
    }

    @Test
    void malformedOption_costsOnlyItself() {
        DhcpConfiguration got = configured("79 05 21 0a0000 00 | 06 03 0a0900 | 77 03 05 61 62 | 0f 01 61");
        assertThat(got.routes()).isEmpty();
        assertThat(got.dns()).isEmpty();
        assertThat(got.domains()).containsExactly(new Domain("a", Origin.DHCP));
    }

    @Test
    void manyRoutes_onlySoManyAreTaken() {
        StringBuilder options = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            options.append("79 07 10 %02x%02x 0a090001".formatted(11 + i / 256, i % 256));
        }
        assertThat(configured(options.toString()).routes()).hasSize(LearnedNetwork.MAX_ROUTES);
    }

    @Test
    void rejectsEveryTruncationOfTheOptions() {
        byte[] message = Told.ack(7, "06 04 0a090035");
        for (int length = 0; length < 240; length++) {
            assertThat(DhcpMessage.decode(Arrays.copyOf(message, length))).isInstanceOf(Decoded.Malformed.class);
        }
        assertThat(DhcpMessage.decode(Arrays.copyOf(message, message.length - 2)))
                .isInstanceOf(Decoded.Malformed.class);
        assertThat(DhcpMessage.decode(new byte[5000])).isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void rejectsAnotherCookie() {
        byte[] message = Told.ack(7, "");
        message[236] = 0;
        assertThat(DhcpMessage.decode(message)).isEqualTo(Decoded.malformed("no DHCP cookie", 236));
    }

    private static List<String> names(String list, boolean compressed) {
        return DomainNames.decode(Told.hex(list), compressed) instanceof Decoded.Ok<List<String>>(var names, int _)
                ? names
                : List.of("malformed");
    }

    /// SPEC [RFC 3397 §2] eng.apple.com, marketing.apple.com with a pointer.
    @Test
    void decodesCompressedNames() {
        String list = "03 656e67 05 6170706c65 03 636f6d 00 | 09 6d61726b6574696e67 c004";
        assertThat(names(list, true)).containsExactly("eng.apple.com", "marketing.apple.com");
        assertThat(names(list, false)).containsExactly("malformed");
    }

    @Test
    void rejectsPointersThatNeverEnd() {
        assertThat(names("c000", true)).containsExactly("malformed");
        assertThat(names("01 61 c000", true)).containsExactly("malformed");
        assertThat(names("01 61 c002", true)).containsExactly("malformed");
        assertThat(names("01 61 00 01 62 c003", true)).containsExactly("malformed");
    }

    @Test
    void namesThatAreNoHostNames_areLeftOut() {
        assertThat(names("03 61200a 00 | 01 62 00 00 00", false)).containsExactly("b");
        assertThat(DomainNames.of("corp.example.\0\0")).contains("corp.example");
        assertThat(DomainNames.of("Corp.Example")).contains("corp.example");
        for (String no : List.of("", ".", "a..b", "-a", "a-", "10", "10.0.0.1", "a b", "a\nnameserver 1.2.3.4", "ä")) {
            assertThat(DomainNames.of(no)).as(no).isEmpty();
        }
        assertThat(DomainNames.of("a".repeat(64))).isEmpty();
        assertThat(DomainNames.of("a.".repeat(127) + "a")).isEmpty();
    }
}
