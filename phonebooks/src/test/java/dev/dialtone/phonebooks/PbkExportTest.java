package dev.dialtone.phonebooks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PbkExportTest {
    private static Entry office() {
        return Corpus.entry("vpns.pbk", "Office").entry("Office");
    }

    private static String text(Entry... entries) {
        return new String(BookFormat.PBK.write(List.of(entries)).content(), UTF_8);
    }

    private static Map<String, String> changed(Entry before, Entry after) {
        List<String> old = text(before).lines().toList();
        List<String> fresh = text(after).lines().toList();
        Map<String, String> changed = new LinkedHashMap<>();
        assertThat(fresh).hasSameSizeAs(old);
        for (int i = 0; i < old.size(); i++) {
            if (!old.get(i).equals(fresh.get(i))) {
                changed.put(old.get(i), fresh.get(i));
            }
        }
        return changed;
    }

    @ParameterizedTest
    @CsvSource({
        "server, other.example, PhoneNumber=vpn.example.com:8443, PhoneNumber=other.example:8443",
        "port, '', PhoneNumber=vpn.example.com:8443, PhoneNumber=vpn.example.com",
        "protocol, automatic, VpnStrategy=5, VpnStrategy=0",
        "authentication, 'mschapv2,pap', AuthRestrictions=512, AuthRestrictions=520",
        "ipv6, false, ExcludedProtocols=0, ExcludedProtocols=8",
        "domains, new.example, IpDnsSuffix=corp.example, IpDnsSuffix=new.example",
        "redial-attempts, 9, RedialAttempts=3, RedialAttempts=9",
        "redial-seconds, '', RedialSeconds=60, RedialSeconds=5",
        "reconnect, '', RedialOnLinkFailure=1, RedialOnLinkFailure=0",
        "idle-timeout, 60, IdleDisconnectSeconds=1800, IdleDisconnectSeconds=60",
        "always-on, true, AlwaysOnCapable=0, AlwaysOnCapable=1",
        "remember, '', CacheCredentials=1, CacheCredentials=0",
        "one-time, true, AuthTypeOTP=0, AuthTypeOTP=1",
    })
    void changedOption_changesItsLineOnly(String key, String value, String before, String after) {
        assertThat(changed(office(), office().with(key, value))).isEqualTo(Map.of(before, after));
    }

    @Test
    void portGoesWithTheProtocolThatHasIt() {
        assertThat(changed(office(), office().with("protocol", "ikev2")))
                .isEqualTo(Map.of(
                        "VpnStrategy=5", "VpnStrategy=7",
                        "PhoneNumber=vpn.example.com:8443", "PhoneNumber=vpn.example.com"));
    }

    @Test
    void twoLinesMaySayOneOption() {
        assertThat(changed(office(), office().with("default-route", "true")))
                .isEqualTo(Map.of(
                        "IpPrioritizeRemote=0", "IpPrioritizeRemote=1",
                        "Ipv6PrioritizeRemote=0", "Ipv6PrioritizeRemote=1"));
        assertThat(changed(office(), office().with("address", "10.0.0.9")))
                .isEqualTo(Map.of("IpAssign=1", "IpAssign=2", "IpAddress=0.0.0.0", "IpAddress=10.0.0.9"));
    }

    @Test
    void renamedEntry_changesItsHeader() {
        assertThat(changed(office(), office().renamed("Work"))).isEqualTo(Map.of("[Office]", "[Work]"));
        Entry other = Corpus.entry("vpns.pbk", "Office").entry("Work");
        assertThat(text(other)).startsWith("[Office]\r\n");
        assertThat(text(other.renamed("Play"))).startsWith("[Play]\r\n");
    }

    @Test
    void renamedToWhatItsCharactersCannotSay_becomesUtf8() {
        Entry entry = Corpus.entry("latin1.pbk", "Büro").entry("東京");
        byte[] kept = BookFormat.PBK.write(List.of(entry)).content();
        assertThat(new String(kept, ISO_8859_1)).startsWith("[Büro]\r\nEncoding=0");
        String renamed = text(entry.renamed("大阪"));
        assertThat(renamed).startsWith("[大阪]\r\nEncoding=1\r\n");
        assertThat(text(office().renamed("Büro"))).startsWith("[Büro]\r\nEncoding=1\r\n");
    }

    @Test
    void lineThatIsMissing_isPutWhereItBelongs() {
        Entry odd = Corpus.entry("odd.pbk", "Odd").entry("Odd").with("reconnect", "true");
        assertThat(text(odd)).contains("RedialAttempts=2\nRedialAttempts=9\nRedialOnLinkFailure=1\n");
    }

    @Test
    void entryWithoutANumber_getsOneWithItsDevice() {
        String file = "[a]\r\nPBVersion=1\r\nType=2\r\nVpnStrategy=5\r\nMEDIA=rastapi\r\nDEVICE=vpn";
        Entry entry = BookFormat.PBK
                .read(file.getBytes(UTF_8), "f")
                .entries()
                .getFirst()
                .entry("a");
        assertThat(text(entry)).isEqualTo(file);
        assertThat(text(entry.with("server", "h"))).isEqualTo(file + "\r\nPhoneNumber=h\r\n");
    }

    @Test
    void whatThereIsNoLineFor_isSaid() {
        Entry entry = office().with("kill-switch", "true").with("user", "ann").with("domains", "a.example,b.example");
        List<Remark> remarks = Objects.requireNonNull(
                BookFormat.PBK.write(List.of(entry)).remarks().get("Office"));
        assertThat(remarks).extracting(Remark::key).containsExactlyInAnyOrder("kill-switch", "user", "domains");
        assertThat(remarks).allMatch(remark -> remark.fate() == Remark.Fate.LEFT_OUT);
        assertThat(BookFormat.PBK.write(List.of(office())).remarks()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sstp", "automatic", "ikev2", "l2tp", "pptp", "pppoe", "modem"})
    void writtenAnew_readsTheSame(String protocol) {
        Entry entry = Entry.of("Neu & alt");
        if (!protocol.equals(EntryOption.PROTOCOL.standard())) {
            entry = entry.with("protocol", protocol);
        }
        if (!protocol.equals("pppoe") && !protocol.equals("modem")) {
            entry = entry.with("server", "vpn.example.com");
        }
        entry = entry.with("default-route", "false")
                .with("authentication", "mschapv2,pap")
                .with("redial-attempts", "7")
                .with("redial-seconds", "60");
        Imported again =
                BookFormat.PBK.read(BookFormat.PBK.write(List.of(entry)).content(), "f");
        assertThat(again.wrong()).isEmpty();
        Entry read = again.entries().getFirst().entry("Neu & alt");
        assertThat(read.with(EntryOption.ORIGINAL, "")).isEqualTo(entry);
        assertThat(text(entry)).isEqualTo(text(entry));
    }

    @Test
    void anotherKindOfDevice_isWrittenAnew() {
        Entry entry = Corpus.entry("broadband.pbk", "Fibre").entry("Fibre");
        Exported exported =
                BookFormat.PBK.write(List.of(entry.with("protocol", "sstp").with("server", "h")));
        assertThat(exported.remarks().get("Fibre"))
                .anyMatch(remark -> remark.text().startsWith("written anew"));
        assertThat(new String(exported.content(), UTF_8)).contains("DEVICE=vpn\r\nPhoneNumber=h\r\n");
    }

    @Test
    void originalThatIsNone_isNamed() {
        Entry entry = Entry.of("x").with(EntryOption.ORIGINAL, "pbk utf-8 0123456789abcdef 1 x\nnonsense");
        List<Entry> entries = new ArrayList<>(List.of(entry));
        assertThatThrownBy(() -> BookFormat.PBK.write(entries)).hasMessageStartingWith("x: original: ");
        assertThat(BookFormat.remarks(entry)).isEmpty();
    }
}
