package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameMaskTest {
    private static final String MASK = "2a";

    private static String masked(String hex) {
        byte[] frame = HexFormat.of().parseHex(hex.replace(" ", ""));
        // what lies around the frame is not its own
        byte[] around = new byte[frame.length + 2];
        around[0] = 1;
        around[around.length - 1] = 2;
        System.arraycopy(frame, 0, around, 1, frame.length);
        FrameMask.mask(around, 1, around.length - 1, false);
        assertThat(around).startsWith(1).endsWith(2);
        return HexFormat.of().formatHex(Arrays.copyOfRange(around, 1, around.length - 1));
    }

    private static void assertMasked(String frame, String expected) {
        assertThat(masked(frame)).isEqualTo(expected.replace(" ", ""));
    }

    private static void assertUntouched(String frame) {
        assertMasked(frame, frame);
    }

    private static String text(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// A packet of a control protocol after FF 03.
    private static String packet(String protocol, int code, String body) {
        return "ff03" + protocol + HexFormat.of().toHexDigits((byte) code) + "07"
                + HexFormat.of().toHexDigits((short) (4 + body.length() / 2)) + body;
    }

    @Test
    void papRequest_keepsNameAndLength() {
        assertMasked(
                packet("c023", 1, "03" + text("ann") + "06" + text("secret")),
                packet("c023", 1, "03" + text("ann") + "06" + MASK.repeat(6)));
        assertMasked(packet("c023", 1, "0000"), packet("c023", 1, "0000"));
        assertUntouched(packet("c023", 2, "05" + text("hello")));
        assertUntouched(packet("c023", 3, "05" + text("wrong")));
    }

    @Test
    void frameWithoutAddressAndControl_isReadAsOurPppDoes() {
        assertMasked("c023 0107000a 01 61 03 616263", "c023 0107000a 01 61 03 2a2a2a");
        // an odd first byte is a protocol of its own; nothing of ours looks so
        assertUntouched("c123 0107000a 01 61 03 616263");
    }

    @Test
    void chapResponse_keepsTheName() {
        String digest = "00112233445566778899aabbccddeeff";
        assertMasked(
                packet("c223", 2, "10" + digest + text("ann")),
                packet("c223", 2, "10" + MASK.repeat(16) + text("ann")));
        String msChap = "5b".repeat(16) + "00".repeat(8) + "82".repeat(24) + "00";
        assertMasked(
                packet("c223", 2, "31" + msChap + text("corp\\ann")),
                packet("c223", 2, "31" + MASK.repeat(49) + text("corp\\ann")));
    }

    @Test
    void chapChallengeAndFailure_stay() {
        assertUntouched(packet("c223", 1, "10" + "ab".repeat(16) + text("server")));
        assertUntouched(packet("c223", 4, text("E=691 R=1 C=" + "0F".repeat(16) + " V=3 M=No")));
    }

    @Test
    void chapSuccess_losesItsDigest() {
        String digest = "407A5589115FD0D6209F510FE9C04566932CDA56";
        assertMasked(
                packet("c223", 3, text("S=" + digest + " M=Welcome")),
                packet("c223", 3, text("S=" + "*".repeat(40) + " M=Welcome")));
        // cut short, spelt otherwise, or without its letter
        assertMasked(packet("c223", 3, text("s=40 M=Hi")), packet("c223", 3, text("s=** M=Hi")));
        assertMasked(
                packet("c223", 3, text("M=Hi S= " + digest)), packet("c223", 3, text("M=Hi S= " + "*".repeat(40))));
        assertMasked(packet("c223", 3, text(digest)), packet("c223", 3, text("*".repeat(40))));
        assertUntouched(packet("c223", 3, text("Welcome, 2026-11-26")));
        assertUntouched(packet("c223", 3, ""));
    }

    /// SECURITY (H7): packets are those of every user of the host, also when the peer sends one back.
    @Test
    void rejectedPacket_isHiddenFromWhoMaySeeNone() {
        String rejected = packet("c021", 8, "0021" + "45".repeat(20));
        assertUntouched(rejected);
        byte[] frame = HexFormat.of().parseHex(rejected);
        FrameMask.mask(frame, 0, frame.length, true);
        assertThat(HexFormat.of().formatHex(frame)).isEqualTo(packet("c021", 8, "0021" + MASK.repeat(20)));
        // what negotiates a network is no packet
        String negotiation = packet("c021", 8, "8057" + "01010004");
        byte[] other = HexFormat.of().parseHex(negotiation);
        FrameMask.mask(other, 0, other.length, true);
        assertThat(HexFormat.of().formatHex(other)).isEqualTo(negotiation);
    }

    private static String hidden(String frame, String... secrets) {
        byte[] bytes = HexFormat.of().parseHex(frame);
        FrameMask.hide(
                bytes,
                0,
                bytes.length,
                Arrays.stream(secrets)
                        .map(secret -> Secret.ofChars(secret.toCharArray()))
                        .toList());
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void passwordThatThePeerSaysAgain_isHiddenWhereverItDoes() {
        String words = text("sorry, s3cret is wrong, s3cret");
        String clean = text("sorry, ****** is wrong, ******");
        assertThat(hidden(packet("c023", 3, "1e" + words), "s3cret")).isEqualTo(packet("c023", 3, "1e" + clean));
        assertThat(hidden(packet("c223", 4, words), "other", "s3cret")).isEqualTo(packet("c223", 4, clean));
        assertThat(hidden(packet("c021", 10, "00000000" + words), "s3cret"))
                .isEqualTo(packet("c021", 10, "00000000" + clean));
        // too short to be told from honest words; and packets are as they are
        assertThat(hidden(packet("c023", 3, "1e" + words), "is")).isEqualTo(packet("c023", 3, "1e" + words));
        assertThat(hidden("0021" + words, "s3cret")).isEqualTo("0021" + words);
    }

    @Test
    void changedPassword_isNothingButLength() {
        assertMasked(packet("c223", 7, "c3".repeat(582)), packet("c223", 7, MASK.repeat(582)));
    }

    @Test
    void eap_keepsIdentityOnly() {
        assertUntouched(packet("c227", 1, "01" + text("who?")));
        assertUntouched(packet("c227", 2, "01" + text("ann")));
        assertUntouched(packet("c227", 2, "031a"));
        assertUntouched(packet("c227", 3, ""));
        assertMasked(packet("c227", 1, "04" + "10" + "ab".repeat(16)), packet("c227", 1, "04" + MASK.repeat(17)));
        assertMasked(packet("c227", 2, "1a" + "31".repeat(54)), packet("c227", 2, "1a" + MASK.repeat(54)));
        assertMasked(packet("c227", 2, "06" + text("123456")), packet("c227", 2, "06" + MASK.repeat(6)));
        assertMasked(packet("c227", 5, "01" + text("ann")), packet("c227", 5, MASK.repeat(4)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c027", "c281", "c283", "c481", "fefd", "d023"})
    void protocolOfTheLinkThatNobodyKnows_isMasked(String protocol) {
        assertMasked(packet(protocol, 1, text("secret")), packet(protocol, 1, MASK.repeat(6)));
    }

    @Test
    void paddingBehindAPacket_isMasked() {
        assertMasked("ff03c223 01070007 01 aa 61 626364", "ff03c223 01070007 01 aa 61 2a2a2a");
        assertMasked("ff03c023 02070005 00 736563", "ff03c023 02070005 00 2a2a2a");
    }

    @ParameterizedTest
    @CsvSource({
        // the password's length goes beyond the packet; the name's; there is none
        "ff03c023 0107000d 01 61 07 616263646566, ff03c023 0107000d 2a2a2a2a2a2a2a2a2a",
        "ff03c023 0107000a 09 61 03 616263,       ff03c023 0107000a 2a2a2a2a2a2a",
        "ff03c023 01070007 02 6162,               ff03c023 01070007 2a2a2a",
        // shorter than said: what follows is masked with it
        "ff03c023 0107000b 01 61 02 61626364,     ff03c023 0107000b 01 61 02 2a2a2a2a",
        // a value that goes beyond; of no length
        "ff03c223 0207000b 20 616263646566,       ff03c223 0207000b 2a2a2a2a2a2a2a",
        "ff03c223 02070008 00 616263,             ff03c223 02070008 2a2a2a2a",
        // a value of a length that no method has
        "ff03c223 02070008 02 616263,             ff03c223 02070008 2a2a2a2a",
        // lengths that cannot be
        "ff03c223 02070003 616263,                ff03c223 2a2a2a2a 2a2a2a",
        "ff03c223 02070009 616263,                ff03c223 2a2a2a2a 2a2a2a",
        "ff03c023 010700,                         ff03c023 2a2a2a",
        "ff03c227 02ff0000 616263,                ff03c227 2a2a2a2a 2a2a2a",
        // codes nobody knows
        "ff03c023 09070007 616263,                ff03c023 09070007 2a2a2a",
        "ff03c223 00070007 616263,                ff03c223 00070007 2a2a2a"
    })
    void damagedFrames_showLess(String frame, String expected) {
        assertMasked(frame, expected);
    }

    @Test
    void protocolReject_ofASignIn_isMaskedAsThat() {
        String pap = "01070010" + "03" + text("ann") + "07" + text("secret!");
        assertMasked(
                packet("c021", 8, "c023" + pap),
                packet("c021", 8, "c023" + "01070010" + "03" + text("ann") + "07" + MASK.repeat(7)));
        // cut, as a peer may
        assertMasked(packet("c021", 8, "c023" + pap.substring(0, 24)), packet("c021", 8, "c023" + MASK.repeat(12)));
        // what was rejected of the network stays
        assertUntouched(packet("c021", 8, "8021" + "0107000a" + "0306" + "00000000"));
        assertUntouched(packet("c021", 8, "0057" + "60000000"));
        // an even number, the link's own, and the end of nothing
        assertMasked(packet("c021", 8, "2022" + "61626364"), packet("c021", 8, "2022" + MASK.repeat(4)));
        assertMasked(packet("c021", 8, "c021" + "616263"), packet("c021", 8, "c021" + MASK.repeat(3)));
        assertUntouched(packet("c021", 8, "c023"));
        assertMasked(packet("c021", 8, "c0"), packet("c021", 8, MASK));
        assertMasked("ff03c021 08070004 c023 6162", "ff03c021 08070004 2a2a2a2a");
        assertMasked("ff03c021 08070040 c023 6162", "ff03c021 08070040 2a2a2a2a");
        assertMasked("ff03c021 08070006 c023 6162", "ff03c021 08070006 c023 2a2a");
    }

    @Test
    void codeReject_ofAProtocolReject_isMasked() {
        assertMasked(packet("c021", 7, "08070008c0236162"), packet("c021", 7, MASK.repeat(8)));
        assertMasked("ff03c021 07070002 6162", "ff03c021 07070002 2a2a");
        assertUntouched(packet("c021", 7, "0c0700086162c023"));
    }

    @Test
    void whatHoldsNoSecret_isLeftAsItIs() {
        assertUntouched(packet("c021", 1, "0104057803 05c22381"));
        assertUntouched(packet("c021", 9, "00000000" + text("echo")));
        assertUntouched(packet("8021", 1, "030600000000"));
        assertUntouched(packet("8057", 1, "010a0000000000000001"));
        assertUntouched("ff030021 45" + "61".repeat(19));
        assertUntouched("21 45" + "61".repeat(19));
        assertUntouched("0057 60" + "61".repeat(39));
        assertUntouched("ff03");
        assertUntouched("c0");
        assertUntouched("");
    }

    @ParameterizedTest
    @CsvSource({
        "ff03c021 01, true",
        "c223 01, true",
        "8021 01, true",
        "ff030021 45, false",
        "21 45, false",
        "57 60, false",
        "0057 60, false",
        "ff03, true",
        "'', true",
        "00, true"
    })
    void isControl_isWhatIsNoPacketOfTheNetwork(String frame, boolean expected) {
        byte[] bytes = HexFormat.of().parseHex(frame.replace(" ", ""));
        assertThat(FrameMask.isControl(bytes, 0, bytes.length)).isEqualTo(expected);
    }
}
