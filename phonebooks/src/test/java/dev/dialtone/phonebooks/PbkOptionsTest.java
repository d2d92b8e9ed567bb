package dev.dialtone.phonebooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Lines of a `.pbk` entry that are one option each, and those of given name servers.
class PbkOptionsTest {
    private static final Entry OFFICE = Entry.of("office").with("server", "vpn.example");

    private static String written(Entry entry) {
        return new String(BookFormat.PBK.write(List.of(entry)).content(), UTF_8);
    }

    private static ImportedEntry read(String text) {
        Imported imported = BookFormat.PBK.read(text.getBytes(UTF_8), "f");
        assertThat(imported.wrong()).isEmpty();
        return imported.entries().getFirst();
    }

    private static Remark remark(ImportedEntry entry, String key) {
        return entry.remarks().stream()
                .filter(remark -> remark.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "logon-credentials;true;AutoLogon=1",
                "lcp-extensions;false;LcpExtensions=0",
                "software-compression;true;SwCompression=1",
                "header-compression;true;IpHeaderCompression=1",
                "multilink;true;NegotiateMultilinkAlways=1",
                "dial-mode;as-needed;DialMode=2",
                "dial-extra-percent;50;DialPercent=50",
                "hang-up-extra-seconds;60;HangUpSeconds=60",
                "encryption;max;DataEncryption=512",
                "encryption;optional;DataEncryption=8",
                "encryption;none;DataEncryption=0",
                "ike-name-check;false;DisableIKENameEkuCheck=1",
                "mobility;false;DisableMobility=1",
                "network-outage;600;NetworkOutageTime=600",
                "ike-local-id;office@example;IDI=office@example",
                "ike-fragmentation;false;Disable_IKEv2_Fragmentation=1",
                "selector-routes;true;PlumbIKEv2TSAsRoutes=1",
                "server-domains;false;DisableDefaultDnsSuffixes=1",
                "dns-registration;address,domains;IpDnsFlags=3",
                "auto-trigger;true;AutoTiggerCapable=1",
                "dns-servers;10.0.0.53,10.0.0.54,fd00::53;IpDns2Address=10.0.0.54",
                "dns-servers;fd00::53;Ipv6NameAssign=2",
                "address-ipv6;2001:db8::7/48;Ipv6PrefixLength=48",
                "default-route-ipv6;false;Ipv6PrioritizeRemote=0",
            })
    void roundTripsByItsLine(String key, String value, String line) {
        Entry entry = OFFICE.with(key, value);
        String text = written(entry);
        assertThat(text).contains("\r\n" + line + "\r\n");
        assertThat(BookFormat.PBK.write(List.of(entry)).remarks()).isEmpty();
        Entry again = read(text).entry("office");
        assertThat(again.with(EntryOption.ORIGINAL, "")).isEqualTo(entry);
        assertThat(written(again)).isEqualTo(text);
        assertThat(read(written(again.with(key, ""))).entry("office").with(EntryOption.ORIGINAL, ""))
                .isEqualTo(OFFICE);
    }

    @Test
    void methodOfEapAndPreSharedKey_onlyWhereTheyCount() {
        String text =
                written(OFFICE).replace("CustomAuthKey=0", "CustomAuthKey=13").replace("IpSecFlags=0", "IpSecFlags=1");
        ImportedEntry sstp = read(text);
        assertThat(sstp.options()).doesNotContainKeys(EntryOption.EAP_TYPE, EntryOption.MACHINE_AUTHENTICATION);
        assertThat(remark(sstp, "CustomAuthKey").fate()).isEqualTo(Remark.Fate.NOT_DONE);
        assertThat(remark(sstp, "IpSecFlags").fate()).isEqualTo(Remark.Fate.NOT_DONE);
        ImportedEntry l2tp = read(
                text.replace("VpnStrategy=5", "VpnStrategy=3").replace("AuthRestrictions=512", "AuthRestrictions=640"));
        assertThat(l2tp.options())
                .containsEntry(EntryOption.EAP_TYPE, "tls")
                .containsEntry(EntryOption.MACHINE_AUTHENTICATION, "psk");
    }

    @Test
    void givenServers_countOnlyWhereTheyAreSaidToBe() {
        ImportedEntry entry = read(written(OFFICE).replace("IpDnsAddress=0.0.0.0", "IpDnsAddress=10.0.0.53"));
        assertThat(entry.options()).doesNotContainKey(EntryOption.DNS_SERVERS);
        assertThat(remark(entry, "IpDnsAddress").text()).contains("IpNameAssign");
    }

    @Test
    void moreServersThanLines_areSaid() {
        Entry entry = OFFICE.with("dns-servers", "10.0.0.1,10.0.0.2,10.0.0.3");
        assertThat(BookFormat.PBK.write(List.of(entry)).remarks().get("office"))
                .extracting(Remark::key)
                .containsExactly("dns-servers");
    }

    @Test
    void valueThatIsNone_isLeftInTheFile() {
        ImportedEntry entry = read(written(OFFICE).replace("DialPercent=75", "DialPercent=750"));
        assertThat(entry.options()).doesNotContainKey(EntryOption.DIAL_EXTRA_PERCENT);
    }
}
