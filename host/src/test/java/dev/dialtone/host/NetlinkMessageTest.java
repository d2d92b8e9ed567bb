package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Decoded;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Replies byte by byte, as a little-endian machine gets them.
class NetlinkMessageTest {
    private static final String LINK = """
            40000000 1000 0200 01000000 39300000 ; 64 bytes, RTM_NEWLINK, MULTI, sequence 1, port 12345
            00 00 feff 02000000 51000000 00000000 ; type NONE, index 2, flags UP...
            0a00 0300 6469616c3000 0000          ; IFLA_IFNAME "dial0"
            0800 0400 78050000                   ; IFLA_MTU 1400
            0c00 1200                            ; IFLA_LINKINFO
            0800 0100 74756e00                   ; IFLA_INFO_KIND "tun"
            """;
    private static final String ADDRESS = """
            28000000 1400 0200 01000000 39300000
            02 20 80 00 02000000                 ; AF_INET, /32, permanent, universe, index 2
            0800 0100 0a090001                   ; IFA_ADDRESS: the peer
            0800 0200 0a090002                   ; IFA_LOCAL
            """;
    private static final String ROUTE = """
            44000000 1800 0200 01000000 39300000
            0a 30 00 00 fe d1 00 01 00000000     ; AF_INET6, /48, main, protocol 209
            1400 0100 20010db8000100000000000000000000
            0800 0600 00040000                   ; RTA_PRIORITY 1024
            0800 0400 02000000                   ; RTA_OIF 2
            0400 0800                            ; RTA_METRICS, empty
            """;
    private static final String SEVERAL_WAYS = """
            60000000 1800 0200 01000000 39300000
            0a 80 00 00 fe d1 00 01 00000000     ; AF_INET6, /128, main, protocol 209
            1400 0100 20010db8000000000000000000000001
            0800 0600 00040000                   ; RTA_PRIORITY 1024
            2800 0900                            ; RTA_MULTIPATH
            1c00 00 00 02000000                  ; 28 bytes, index 2
            1400 0500 fe800000000000000000000000000001
            0800 00 00 03000000                  ; 8 bytes, index 3, on the link
            """;
    private static final String REFUSAL = """
            40000000 0200 0003 04000000 39300000 ; NLMSG_ERROR, CAPPED|ACK_TLVS
            efffffff                             ; -17
            3c000000 1800 0506 04000000 00000000 ; the request's header alone
            1000 0100 466f6f20746f6f2062616400   ; NLMSGERR_ATTR_MSG "Foo too bad"
            0800 0200 1c000000                   ; NLMSGERR_ATTR_OFFS
            0400 0000
            """;

    private static NetlinkMessage only(ByteBuffer datagram) {
        return switch (NetlinkMessage.decode(datagram)) {
            case Decoded.Ok(List<NetlinkMessage> messages, int _) when messages.size() == 1 -> messages.getFirst();
            case Decoded<List<NetlinkMessage>> other -> throw new AssertionError(other);
        };
    }

    private static NetlinkMessage only(String hex) {
        return only(Hex.buffer(hex));
    }

    private static InetAddress ip(String text) {
        return InetAddress.ofLiteral(text);
    }

    @Test
    void decodesRouteOfSeveralWays() {
        var first = new RouteEntry(ip("2001:db8::1"), 128, 2, ip("fe80::1"), 1024, 209, null);
        var second = new RouteEntry(ip("2001:db8::1"), 128, 3, null, 1024, 209, null);
        assertThat(RouteEntry.allFrom(only(SEVERAL_WAYS))).containsExactly(first, second);
        assertThat(RouteEntry.from(only(SEVERAL_WAYS))).contains(first);
    }

    @Test
    void decodesRouteOfSeveralWays_cutShort_asFarAsItGoes() {
        assertThat(RouteEntry.allFrom(only(SEVERAL_WAYS.replace("0800 00 00 03", "0900 00 00 03"))))
                .hasSize(1);
        assertThat(RouteEntry.allFrom(only(SEVERAL_WAYS.replace("1c00 00 00 02", "0700 00 00 02"))))
                .isEmpty();
        assertThat(RouteEntry.allFrom(only(SEVERAL_WAYS.replace("0a 80 00", "0a 81 00"))))
                .as("prefix of 129 bits")
                .isEmpty();
        assertThat(RouteEntry.allFrom(only(SEVERAL_WAYS.replace("0a 80 00", "02 20 00"))))
                .as("IPv6 destination in an IPv4 route")
                .isEmpty();
    }

    @Test
    void decodesLink() {
        assertThat(LinkEntry.from(only(LINK))).contains(new LinkEntry(2, "dial0", "tun", 1400, true));
    }

    @Test
    void decodesAddress() {
        assertThat(AddressEntry.from(only(ADDRESS)))
                .contains(
                        new AddressEntry(2, InetAddress.ofLiteral("10.9.0.2"), 32, InetAddress.ofLiteral("10.9.0.1")));
    }

    @Test
    void decodesRoute() {
        assertThat(RouteEntry.from(only(ROUTE)))
                .contains(new RouteEntry(InetAddress.ofLiteral("2001:db8:1::"), 48, 2, null, 1024, 209, null));
    }

    @Test
    void decodesRefusalWithTheKernelsWords() {
        assertThat(only(REFUSAL).acknowledgement()).isEqualTo(new NetlinkMessage.Acknowledgement(17, "Foo too bad"));
    }

    /// Of a request that is said to be two gigabytes long, but for a byte: rounded up, that is less than nothing.
    @Test
    void refusalWithAnImpossibleEcho_hasItsNumberAlone() {
        NetlinkMessage message = only(
                "2c000000 0200 0002 04000000 39300000 efffffff ffffff7f 1800 0506 04000000 00000000 00000000 00000000");
        assertThat(message.acknowledgement()).isEqualTo(new NetlinkMessage.Acknowledgement(17, ""));
    }

    @Test
    void decodesSuccess() {
        NetlinkMessage message = only("24000000 0200 0001 04000000 39300000 00000000 3c000000180005060400000000000000");
        assertThat(message.acknowledgement()).isEqualTo(new NetlinkMessage.Acknowledgement(0, ""));
    }

    @Test
    void decodesSeveralMessagesOfOneDatagram() {
        byte[] link = Hex.bytes(LINK);
        byte[] both = Arrays.copyOf(link, 2 * link.length);
        System.arraycopy(link, 0, both, link.length, link.length);
        assertThat(NetlinkMessage.decode(ByteBuffer.wrap(both)))
                .isInstanceOfSatisfying(
                        Decoded.Ok.class, ok -> assertThat((List<?>) ok.value()).hasSize(2));
    }

    @Test
    void rejectsLengthBeyondTheDatagram() {
        assertThat(NetlinkMessage.decode(Hex.buffer("11000000 1000 0200 01000000 39300000")))
                .isEqualTo(Decoded.malformed("netlink message length 17", 0));
    }

    @Test
    void rejectsNegativeLength() {
        assertThat(NetlinkMessage.decode(Hex.buffer("ffffffff 1000 0200 01000000 39300000")))
                .isEqualTo(Decoded.malformed("netlink message length 4294967295", 0));
    }

    @Test
    void rejectsAttributeShorterThanItsHeader() {
        assertThat(NetlinkAttributes.decode(Hex.buffer("0800 0100 01020304 0300 0100")))
                .isEqualTo(Decoded.malformed("netlink attribute length 3", 8));
    }

    @Test
    void readsAttributeOfWrongSizeAsAbsent() {
        var attributes = NetlinkAttributes.after(Hex.buffer("0600 0400 0102 0000 0700 0100 010203 00"), 0);
        assertThat(attributes.orElseThrow().u32(4)).isEmpty();
        assertThat(attributes.orElseThrow().address(1)).isEqualTo(Optional.empty());
    }

    @Test
    void survivesEveryTruncationAndEveryCorruptByte() {
        for (String hex : List.of(LINK, ADDRESS, ROUTE, REFUSAL)) {
            byte[] whole = Hex.bytes(hex);
            for (int length = 0; length < whole.length; length++) {
                readAll(Arrays.copyOf(whole, length));
            }
            for (int at = 0; at < whole.length; at++) {
                for (int value = 0; value < 256; value++) {
                    byte[] corrupt = whole.clone();
                    corrupt[at] = (byte) value;
                    readAll(corrupt);
                }
            }
        }
        assertThat(only(LINK).type()).isEqualTo(RouteNetlink.RTM_NEWLINK);
    }

    /// Reads everything there is to read; an exception fails the test.
    private static void readAll(byte[] datagram) {
        if (NetlinkMessage.decode(ByteBuffer.wrap(datagram)) instanceof Decoded.Ok(var messages, int _)) {
            for (NetlinkMessage message : messages) {
                assertThat(LinkEntry.from(message)).isNotNull();
                assertThat(AddressEntry.from(message)).isNotNull();
                assertThat(RouteEntry.from(message)).isNotNull();
                assertThat(message.acknowledgement().errno()).isNotNegative();
            }
        }
    }
}
