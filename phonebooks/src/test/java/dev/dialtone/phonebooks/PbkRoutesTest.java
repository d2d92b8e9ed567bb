package dev.dialtone.phonebooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.phonebooks.Remark.Fate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Routes, other servers and what is dialled first, of a `.pbk` entry.
class PbkRoutesTest {
    private static final String ROUTE = "01000000020000000C000000AC1000000000000000000000000000000000000000000000";

    private static Entry stored() {
        return Corpus.entry("routes.pbk", "Routes").entry("Routes");
    }

    private static String text(Entry entry) {
        return new String(BookFormat.PBK.write(List.of(entry)).content(), UTF_8);
    }

    private static Entry again(Entry entry) {
        return BookFormat.PBK
                .read(text(entry).getBytes(UTF_8), "f")
                .entries()
                .getFirst()
                .entry("Routes");
    }

    /// As others have seen them: one route, and two that are wrapped.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                ROUTE + ";1;172.16.0.0/12",
                "0A00000002000000180000000A0006000000000000000000000000000000000000000000;1;10.0.6.0/24@10",
                ROUTE
                        + "010000000200000010000000C0A800000000000000000000000000000000000000000000;2;172.16.0.0/12,192.168.0.0/16",
            })
    void decodesRoutes(String digits, String count, String routes) {
        assertThat(PbkRoutes.routes(digits, count).map(list -> String.join(",", list)))
                .contains(routes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0100",
                "01000000030000000C000000AC1000000000000000000000000000000000000000000000",
                "010000000200000021000000AC1000000000000000000000000000000000000000000000",
                "01000000020000000C000000AC1000000000000000000000000000000000000000000001",
                "FFFFFFFF020000000C000000AC1000000000000000000000000000000000000000000000",
                "0100000017000000800000000000000000000000000000FFFF0A0000010000000000000000",
                "XX000000020000000C000000AC1000000000000000000000000000000000000000000000",
            })
    void rejectsAnotherForm(String digits) {
        assertThat(PbkRoutes.routes(digits, "1")).isEmpty();
    }

    @Test
    void routesOfTheFile_areRoutes() {
        ImportedEntry entry = Corpus.entry("routes.pbk", "Routes");
        assertThat(entry.options())
                .containsEntry(EntryOption.ROUTES, "172.16.0.0/12,192.168.0.0/16,10.0.0.0/8@5,2001:db8::/32")
                .containsEntry(EntryOption.ALTERNATES, "vpn2.example.com")
                .containsEntry(EntryOption.PREREQUISITE, "Line");
        assertThat(entry.remarks())
                .filteredOn(remark -> remark.key().equals("Routes"))
                .extracting(Remark::fate)
                .containsOnly(Fate.CARRIED);
    }

    @Test
    void changedRoutes_areWrittenInTheSameForm() {
        Entry changed = stored().with("routes", "172.16.0.0/12");
        assertThat(text(changed)).contains("NumRoutes=1\r\nRoutes=" + ROUTE + "\r\nNumNrptRules");
        Entry many = stored().with("routes", "10.0.0.0/8,10.0.0.0/9,10.0.0.0/10,fd00::/8@7,192.0.2.7/32");
        assertThat(again(many).text(EntryOption.ROUTES)).isEqualTo(many.text(EntryOption.ROUTES));
        assertThat(text(stored().with("routes", ""))).contains("NumRoutes=0\r\nNumNrptRules");
        Exported one = BookFormat.PBK.write(List.of(stored().with("routes", "10.0.0.0/8@1")));
        assertThat(one.remarks().get("Routes")).extracting(Remark::key).contains("routes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "b.example", "b.example,c.example:8443,d.example,e.example", "vpn2.example.com,x.example"})
    void changedAlternates_areWrittenAsNumbers(String alternates) {
        Entry changed = stored().with("alternates", alternates).with("promote-alternates", "true");
        Entry read = again(changed);
        assertThat(read.text(EntryOption.ALTERNATES)).isEqualTo(alternates);
        assertThat(read.flag(EntryOption.PROMOTE_ALTERNATES)).isTrue();
        assertThat(read.text(EntryOption.SERVER)).isEqualTo("vpn.example.com");
    }

    @Test
    void forceTunnel_leavesRoutesInTheOriginal() {
        String text = new String(Corpus.file("routes.pbk"), UTF_8).replace("PrioritizeRemote=0", "PrioritizeRemote=1");
        ImportedEntry entry =
                BookFormat.PBK.read(text.getBytes(UTF_8), "f").entries().getFirst();
        assertThat(entry.options()).doesNotContainKeys(EntryOption.ROUTES, EntryOption.DEFAULT_ROUTE);
        assertThat(text(entry.entry("Routes"))).isEqualTo(text);
    }

    @Test
    void otherServersThatAreNotTried_areNamed() {
        String text = new String(Corpus.file("routes.pbk"), UTF_8)
                .replace("TryNextAlternateOnFail=1", "TryNextAlternateOnFail=0");
        ImportedEntry entry =
                BookFormat.PBK.read(text.getBytes(UTF_8), "f").entries().getFirst();
        assertThat(entry.options()).doesNotContainKey(EntryOption.ALTERNATES);
        assertThat(entry.remarks()).anyMatch(remark -> remark.text().contains("is not tried"));
    }
}
