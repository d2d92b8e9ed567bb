package dev.dialtone.phonebooks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each broken file, and the place and words of its error.
class PbkBrokenTest {
    private static final String SOUND =
            "[a]|Encoding=1|PBVersion=1|Type=2|VpnStrategy=5|MEDIA=rastapi|Port=VPN2-0|DEVICE=vpn|PhoneNumber=h|";

    private static List<String> complaints(byte[] file) {
        Imported imported = BookFormat.PBK.read(file, "f");
        return imported.wrong().stream()
                .map(remark -> remark.complaint("f.pbk"))
                .toList();
    }

    /// `|` is a line's end, `~` the byte 0xFC, `^` a zero byte.
    private static byte[] file(String text) {
        return text.replace("|", "\r\n")
                .replace('~', '\u00FC')
                .replace('^', '\0')
                .getBytes(ISO_8859_1);
    }

    @Test
    void theSoundOne_isSound() {
        assertThat(complaints(file(SOUND))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\'',
            value = {
                "''#f.pbk:1:1: found \"no entry\", expected [NAME OF AN ENTRY]",
                "'||'#f.pbk:3:1: found \"no entry\", expected [NAME OF AN ENTRY]",
                "'Type=2|[a]|'#f.pbk:1:1: found \"Type=2\", expected [NAME OF AN ENTRY] before anything else",
                "'[a|Type=2|'#f.pbk:1:1: found \"[a\", expected [NAME OF AN ENTRY], with ] at the end",
                "'|[]|'#f.pbk:2:1: found \"[]\", expected a name of at least one character between [ and ]",
                "'[a]|Type=2|hello|'#f.pbk:3:1: found \"hello\", expected KEY=VALUE",
                "'[a]|=2|'#f.pbk:2:1: found \"=2\", expected KEY=VALUE",
                "'[a]|Type^=2|'#f.pbk:2:5: found \"a zero byte\", expected text; is this UTF-16, or no phone book at"
                        + " all?",
                "'[a]|x=\u001b[2J|'#f.pbk:2:3: found \"the control character 0x1B\", expected text",
                "'[a]|Encoding=1|x=~|'#f.pbk:3:3: found \"bytes that are no UTF-8\", expected UTF-8, for the entry"
                        + " says Encoding=1",
            })
    void fileThatCannotBeTakenApart_E4(String text, String complaint) {
        assertThat(complaints(file(text))).containsExactly(complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "Type=2#Type=5#f.pbk:4:6 Type: found \"5\", expected 2, for the entry's DEVICE is vpn",
                "Type=2#Type=VPN#f.pbk:4:6 Type: found \"VPN\", expected a number from 1 to 5",
                "Type=2#Type=1|AuthRestrictions=x#f.pbk:4:6 Type: found \"1\", expected 2, for the entry's DEVICE is"
                        + " vpn",
                "VpnStrategy=5#VpnStrategy=99#f.pbk:5:13 VpnStrategy: found \"99\", expected a number from 0 to 15",
                "VpnStrategy=5#VpnStrategy=9#f.pbk:5:13 VpnStrategy: found \"9\", expected a strategy of a client: 0"
                        + " to 8, or 12 to 15",
                "Type=2#Type=2|RedialAttempts=100#f.pbk:5:16 RedialAttempts: found \"100\", expected a number from 0"
                        + " to 99",
                "Type=2#Type=2|RedialSeconds=soon#f.pbk:5:15 RedialSeconds: found \"soon\", expected a number from 0"
                        + " to 600",
                "Type=2#Type=2|RedialOnLinkFailure=yes#f.pbk:5:21 RedialOnLinkFailure: found \"yes\", expected a"
                        + " number from 0 to 1",
                "Type=2#Type=2|IpPrioritizeRemote=2#f.pbk:5:20 IpPrioritizeRemote: found \"2\", expected a number from"
                        + " 0 to 1",
                "Type=2#Type=2|ExcludedProtocols=15#f.pbk:5:19 ExcludedProtocols: found \"15\", expected a number"
                        + " without one of the bits 4 (IPv4) and 8 (IPv6): one of them is needed",
                "Type=2#Type=2|AuthRestrictions=all#f.pbk:5:18 AuthRestrictions: found \"all\", expected a number from"
                        + " 0 to 2147483647",
                "Type=2#Type=2|IpAssign=2|IpAddress=10.0.0.300#f.pbk:6:11 IpAddress: found \"10.0.0.300\", expected"
                        + " what address takes here: it is not an IPv4 address: 10.0.0.300",
                "Type=2#Type=2|IpDnsSuffix=a b#f.pbk:5:13 IpDnsSuffix: found \"a b\", expected what domains takes"
                        + " here: it is neither a host name nor an address: a b",
                "PhoneNumber=h#PhoneNumber=not a host#f.pbk:9:13 PhoneNumber: found \"not a host\", expected what"
                        + " server takes here: it is neither a host name nor an address: not a host",
                "PhoneNumber=h#PhoneNumber=h:0#f.pbk:9:13 PhoneNumber: found \"h:0\", expected what port takes here:"
                        + " it is \"0\"; must be a number from 1 to 65535",
                "MEDIA=rastapi#MEDIA=serial#f.pbk:6:7 MEDIA: found \"serial\", expected rastapi for DEVICE=vpn",
                "DEVICE=vpn#DEVICE=isdn#f.pbk:8:8 DEVICE: found \"isdn\", expected vpn, PPPoE or modem",
                "DEVICE=vpn#DEVICE=PPPoE#f.pbk:4:6 Type: found \"2\", expected 5, for the entry's DEVICE is PPPoE",
                "DEVICE=vpn#DEVICE=vpn|DEVICE=vpn#f.pbk:9:8 DEVICE: found \"vpn\", expected one DEVICE only, for"
                        + " MEDIA=rastapi",
                "DEVICE=vpn#Device=vpn#f.pbk:1:1 DEVICE: found nothing, expected a DEVICE line, as DEVICE=vpn",
                "MEDIA=rastapi#Media=rastapi#f.pbk:1:1 MEDIA: found nothing, expected a MEDIA line, as MEDIA=rastapi",
            })
    void entryThatCannotBe_E4(String line, String broken, String complaint) {
        assertThat(complaints(file(SOUND.replace(line + "|", broken + "|")))).contains(complaint);
    }

    @Test
    void missingPort_isWrongUnlessVersionAndTypeAreThere() {
        String without = SOUND.replace("Port=VPN2-0|", "");
        assertThat(complaints(file(without))).isEmpty();
        assertThat(complaints(file(without.replace("PBVersion=1|", ""))))
                .containsExactly("f.pbk:1:1 Port: found nothing, expected a Port line, or PBVersion and Type");
    }

    @Test
    void broadbandOnTheWrongMedium_isSaid() {
        String text = SOUND.replace("Type=2", "Type=5").replace("DEVICE=vpn", "DEVICE=PPPoE");
        assertThat(complaints(file(text))).isEmpty();
        assertThat(complaints(file(text.replace("MEDIA=rastapi", "MEDIA=serial"))))
                .containsExactly("f.pbk:6:7 MEDIA: found \"serial\", expected rastapi for DEVICE=PPPoE");
    }

    @Test
    void everyWrongEntryIsNamed() {
        String text = SOUND.replace("VpnStrategy=5", "VpnStrategy=x")
                + SOUND.replace("[a]", "[b]")
                + SOUND.replace("[a]", "[c]").replace("VpnStrategy=5", "VpnStrategy=10");
        assertThat(complaints(file(text)))
                .containsExactly(
                        "f.pbk:5:13 VpnStrategy: found \"x\", expected a number from 0 to 15",
                        "f.pbk:23:13 VpnStrategy: found \"10\", expected a strategy of a client: 0 to 8, or 12 to 15");
    }

    @Test
    void sameNameTwice_namesTheFirst() {
        assertThat(complaints(file(SOUND + SOUND)))
                .containsExactly("f.pbk:10:1: found \"[a]\", expected a name of its own: line 1 has it already");
    }

    @Test
    void utf16_isRefusedWithAWayOut() {
        byte[] file = new String(file(SOUND), ISO_8859_1).getBytes(StandardCharsets.UTF_16);
        assertThat(complaints(file)).singleElement().asString().contains("f.pbk:1:1: found \"UTF-16\"", "iconv");
    }

    @Test
    void limits_areKept() {
        assertThat(complaints(file("[" + "n".repeat(2000) + "]|")))
                .containsExactly("f.pbk:1:1: found \"a name of 2000 bytes\", expected at most 1536");
        assertThat(complaints(file("[a]|x=" + "y".repeat(20_000) + "|")))
                .containsExactly("f.pbk:2:1: found \"a line of more than 16384 bytes\", expected a shorter one");
        String many = ("x=" + "y".repeat(1000) + "|").repeat(30);
        assertThat(complaints(file("[a]|" + many)).getFirst()).startsWith("f.pbk:1:1: found \"an entry of 30");
        List<String> sections = new ArrayList<>();
        for (int i = 0; i <= PbkFile.MAX_ENTRIES; i++) {
            sections.add("[" + i + "]|");
        }
        assertThat(complaints(file(String.join("", sections))))
                .containsExactly("f.pbk:20001:1: found \"more entries\", expected at most 20000");
        byte[] large = new byte[FileText.MAX_FILE + 1];
        Arrays.fill(large, (byte) '\n');
        assertThat(complaints(large).getFirst()).startsWith("f.pbk:1:1: found \"a file of 16777217 bytes\"");
    }
}
