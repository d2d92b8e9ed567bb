package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Decoded;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Notifications byte by byte, as a little-endian machine gets them.
class OthersChangesTest {
    private final OthersChanges others = new OthersChanges("dial0"::equals);

    /// @param message its type and body
    private boolean concerns(String message) {
        byte[] bytes = Hex.bytes(message);
        byte[] whole = new byte[14 + bytes.length];
        whole[0] = (byte) whole.length;
        whole[4] = bytes[0];
        whole[5] = bytes[1];
        System.arraycopy(bytes, 2, whole, 16, bytes.length - 2);
        return switch (NetlinkMessage.decode(java.nio.ByteBuffer.wrap(whole))) {
            case Decoded.Ok(List<NetlinkMessage> messages, int _) -> others.concerns(messages.getFirst());
            case Decoded<List<NetlinkMessage>> bad -> throw new AssertionError(bad);
        };
    }

    private static String link(String type, String index, String name, String kind) {
        return type + " 00 00 feff " + index + " 51000000 00000000 0a00 0300 " + name + " 00 0000 0c00 1200 0800 0100 "
                + kind + " 00";
    }

    private static final String DIAL0 = "6469616c30";
    private static final String ETH90 = "6574683930";
    private static final String TUN = "74756e";
    private static final String TAP = "746170";

    @Test
    void ourLink_known_itsLifeIsOurs() {
        assertThat(concerns("1400 02 20 80 00 07000000")).as("not known yet").isTrue();
        assertThat(concerns(link("1000", "07000000", DIAL0, TUN))).isFalse();
        assertThat(concerns("1400 02 20 80 00 07000000")).as("address").isFalse();
        assertThat(concerns("1500 02 20 80 00 07000000")).as("address gone").isFalse();
        assertThat(concerns("1800 02 08 00 00 fe 02 00 01 00000000 0800 0400 07000000"))
                .as("kernel's route over it")
                .isFalse();
        assertThat(concerns(link("1000", "07000000", ETH90, TUN))).as("renamed").isFalse();
        assertThat(concerns(link("1100", "07000000", DIAL0, TUN))).as("gone").isFalse();
        assertThat(concerns("1400 02 20 80 00 07000000")).as("its number anew").isTrue();
    }

    @Test
    void linkOfAnother_concerns() {
        assertThat(concerns(link("1000", "07000000", ETH90, TUN))).isTrue();
        assertThat(concerns(link("1000", "07000000", DIAL0, TAP))).isTrue();
        assertThat(concerns(link("1100", "07000000", DIAL0, TUN))).isTrue();
    }

    @Test
    void route_oursByItsMarkOnly() {
        assertThat(concerns("1800 02 08 00 00 fe d1 00 01 00000000 0800 0400 02000000"))
                .isFalse();
        assertThat(concerns("1900 02 08 00 00 fe d1 00 01 00000000 0800 0400 02000000"))
                .isFalse();
        assertThat(concerns("1900 02 00 00 00 fe 03 00 01 00000000 0800 0400 02000000"))
                .isTrue();
    }

    @Test
    void cutShortOrUnknown_concerns() {
        for (String type : new String[] {"1000", "1100", "1400", "1500", "1800", "1900"}) {
            assertThat(concerns(type + " 02000000")).as(type).isTrue();
        }
        assertThat(concerns("7700 02000000")).isTrue();
        assertThat(concerns("1800 02 08 00 00 fe 03 00 01 00000000 ffff 0400"))
                .as("bad attributes")
                .isTrue();
    }

    @Test
    void linksAnew_forgetsTheOld() {
        others.links(List.of(new LinkEntry(7, "dial0", "tun", 1400, true)));
        assertThat(concerns("1400 02 20 80 00 07000000")).isFalse();
        others.links(List.of(new LinkEntry(7, "eth7", "", 1500, true)));
        assertThat(concerns("1400 02 20 80 00 07000000")).isTrue();
    }
}
