package dev.dialtone.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Decoded;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// Bytes beside draft-ietf-opsawg-pcapng, written down by hand from its figures.
class PcapngTest {
    private static final HexFormat HEX = HexFormat.of();

    private static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    private static byte[] bytes(String hex) {
        return HEX.parseHex(hex.replace(" ", ""));
    }

    @Test
    void writesASectionHeader() {
        assertThat(hex(Pcapng.sectionHeader("Dt", "hello")))
                .isEqualTo(hex(bytes("0a0d0d0a 34000000 4d3c2b1a 0100 0000 ffffffffffffffff"
                        + " 0100 0500 68656c6c6f000000" // opt_comment
                        + " 0400 0200 44740000" // shb_userappl
                        + " 0000 0000 34000000")));
        assertThat(hex(Pcapng.sectionHeader("D", "")))
                .isEqualTo(hex(bytes("0a0d0d0a 28000000 4d3c2b1a 0100 0000 ffffffffffffffff"
                        + " 0400 0100 44000000 0000 0000 28000000")));
    }

    @Test
    void writesAnInterfaceDescription() {
        assertThat(hex(Pcapng.interfaceDescription("office", "")))
                .isEqualTo(hex(bytes(
                        "01000000 2c000000 cc00 0000 00000000" // 204, no limit
                                + " 0200 0600 6f6666696365 0000" // if_name
                                + " 0900 0100 09000000" // if_tsresol: 10^-9
                                + " 0000 0000 2c000000")));
    }

    @Test
    void writesPackets_withTheirDirectionTwice() {
        long time = 0x1122334455667788L;
        assertThat(hex(Pcapng.packet(time, bytes("01 ff03c021"), 0, "")))
                .isEqualTo(hex(bytes("06000000 34000000 00000000 44332211 88776655 05000000 05000000"
                        + " 01ff03c021 000000" // padded
                        + " 0200 0400 02000000" // epb_flags: outbound
                        + " 0000 0000 34000000")));
        assertThat(hex(Pcapng.packet(time, bytes("00 2145 4500"), 258, "x")))
                .isEqualTo(hex(bytes("06000000 48000000 00000000 44332211 88776655 05000000 05000000"
                        + " 0021454500 000000"
                        + " 0100 0100 78000000" // opt_comment
                        + " 0200 0400 01000000" // epb_flags: inbound
                        + " 0400 0800 0201000000000000" // epb_dropcount
                        + " 0000 0000 48000000")));
    }

    @Test
    void writesStatistics() {
        assertThat(hex(Pcapng.statistics(0x100000002L, 0x300000004L, 5, 6)))
                .isEqualTo(hex(bytes("05000000 4c000000 00000000 03000000 04000000"
                        + " 0200 0800 01000000 02000000" // isb_starttime
                        + " 0300 0800 03000000 04000000" // isb_endtime
                        + " 0400 0800 0500000000000000" // isb_ifrecv
                        + " 0500 0800 0600000000000000" // isb_ifdrop
                        + " 0000 0000 4c000000")));
    }

    @Test
    void longTexts_areCut() {
        byte[] block = Pcapng.interfaceDescription("n".repeat(5000), "d".repeat(5000));
        assertThat(PcapngBlock.decode(block, 0, block.length))
                .isEqualTo(Decoded.ok(new PcapngBlock(Pcapng.INTERFACE_DESCRIPTION, 0), block.length));
    }

    @Test
    void decodesWhatItWrites() {
        byte[] packet = Pcapng.packet(1, bytes("01ff03c02109"), 77, "of somebody");
        byte[] statistics = Pcapng.statistics(1, 2, 3, 4);
        byte[] behind = new byte[packet.length + statistics.length];
        System.arraycopy(packet, 0, behind, 0, packet.length);
        System.arraycopy(statistics, 0, behind, packet.length, statistics.length);
        PcapngBlock first = block(behind, 0);
        assertThat(first.isPacket()).isTrue();
        assertThat(first.dropped()).isEqualTo(77);
        PcapngBlock second = block(behind, packet.length);
        assertThat(second.isStatistics()).isTrue();
        assertThat(second.dropped()).isEqualTo(4);
        byte[] none = Pcapng.packet(1, new byte[] {0}, 0, "");
        assertThat(block(none, 0).dropped()).isZero();
    }

    private static PcapngBlock block(byte[] bytes, int offset) {
        if (PcapngBlock.decode(bytes, offset, bytes.length) instanceof Decoded.Ok<PcapngBlock>(var block, int _)) {
            return block;
        }
        throw new AssertionError("no block at " + offset);
    }

    @Test
    void decodesTypesNobodyKnows() {
        byte[] unknown = bytes("99000000 10000000 aabbccdd 10000000");
        assertThat(PcapngBlock.decode(unknown, 0, unknown.length)).isEqualTo(Decoded.ok(new PcapngBlock(0x99, 0), 16));
    }

    @Test
    void wantsMoreOfAPartOfABlock() {
        byte[] block = Pcapng.statistics(1, 2, 3, 4);
        for (int length = 0; length < block.length; length++) {
            assertThat(PcapngBlock.decode(block, 0, length)).isEqualTo(Decoded.needMore());
        }
    }

    @Test
    void rejectsLengthsThatCannotBe() {
        for (String length : new String[] {"00000000", "08000000", "0d000000", "04000100", "ffffffff", "00000080"}) {
            assertThat(PcapngBlock.decode(bytes("06000000" + length + "00000000"), 0, 12))
                    .as(length)
                    .isInstanceOf(Decoded.Malformed.class);
        }
        // of a machine whose numbers are the other way round
        assertThat(PcapngBlock.decode(bytes("0a0d0d0a 0000001c 1a2b3c4d 00010000"), 0, 16))
                .isInstanceOf(Decoded.Malformed.class);
        assertThat(PcapngBlock.decode(bytes("99000000 10000000 aabbccdd 14000000"), 0, 16))
                .isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void optionsThatDoNotFit_tellNothing() {
        // a packet that says it is longer than its block, and an option that does
        byte[] packet = Pcapng.packet(1, new byte[] {1, 2, 3, 4}, 9, "");
        byte[] longer = packet.clone();
        longer[20] = 100;
        assertThat(block(longer, 0).dropped()).isZero();
        byte[] negative = packet.clone();
        negative[23] = (byte) 0x80;
        assertThat(block(negative, 0).dropped()).isZero();
        byte[] option = packet.clone();
        option[34] = (byte) 0xFF;
        assertThat(block(option, 0).dropped()).isZero();
    }
}
