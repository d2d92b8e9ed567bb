package dev.dialtone.phonebooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class PbkCorpusTest {
    static final List<String> FILES = Corpus.PBK;

    /// As a phone book keeps them: each by itself, under a name that is allowed.
    private static List<Entry> stored(String file) {
        Imported imported = Corpus.read(file);
        assertThat(imported.wrong()).isEmpty();
        return imported.entries().stream()
                .map(entry -> entry.entry(entry.isNameAllowed() ? entry.name() : EntryNames.proposal(entry.name())))
                .toList();
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void roundTripsEveryFileToTheByte(String file) {
        Exported exported = BookFormat.PBK.write(stored(file));
        assertThat(new String(exported.content(), UTF_8)).isEqualTo(new String(Corpus.file(file), UTF_8));
        assertThat(exported.content()).isEqualTo(Corpus.file(file));
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void orderInWhichEntriesAreNamed_doesNotMatter(String file) {
        List<Entry> shuffled = new ArrayList<>(stored(file));
        Collections.shuffle(shuffled, new Random(7));
        assertThat(BookFormat.PBK.write(shuffled).content()).isEqualTo(Corpus.file(file));
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void saysOfEveryLineWhatBecameOfIt(String file) {
        for (ImportedEntry entry : Corpus.read(file).entries()) {
            long settings = entry.from()
                    .body()
                    .lines()
                    .filter(line -> line.contains("="))
                    .count();
            long told = entry.remarks().stream()
                    .filter(remark -> remark.line() > 0)
                    .map(Remark::line)
                    .distinct()
                    .count();
            assertThat(told).describedAs(entry.name()).isEqualTo(settings);
            assertThat(entry.remarks()).noneMatch(remark -> remark.fate() == Remark.Fate.LEFT_OUT);
        }
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void readsTheSameFromTheOriginalThatIsKept(String file) {
        for (Entry entry : stored(file)) {
            Original original = Original.of(entry.text(EntryOption.ORIGINAL)).orElseThrow();
            PbkSection section = PbkFile.section(original, 1).orElseThrow();
            assertThat(PbkReading.of(section).options())
                    .isEqualTo(entry.with(EntryOption.ORIGINAL, "").values());
        }
    }

    @Test
    void filesAreTakenApartAndPutTogetherInAnyMixture() {
        List<Entry> all = new ArrayList<>(stored("vpns.pbk"));
        all.addAll(stored("modem.pbk"));
        byte[] both = BookFormat.PBK.write(all).content();
        byte[] first = Corpus.file("vpns.pbk");
        assertThat(both).startsWith(first).hasSize(first.length + Corpus.file("modem.pbk").length);
        assertThat(BookFormat.PBK.read(both, "f").entries())
                .extracting(ImportedEntry::name)
                .containsExactlyElementsOf(all.stream().map(Entry::name).toList());
    }

    @Test
    void whatHasNoLineEndGetsOneBeforeWhatFollows() {
        List<Entry> all = new ArrayList<>(stored("odd.pbk"));
        all.add(Entry.of("more").with("server", "more.example"));
        String text = new String(BookFormat.PBK.write(all).content(), UTF_8);
        assertThat(text).contains("PhoneNumber=\r\n[more]\r\n");
        assertThat(BookFormat.PBK.read(text.getBytes(UTF_8), "f").entries()).hasSize(3);
    }

    @Test
    void markOfUtf8_standsAtTheStartOfAFileOnly() {
        List<Entry> all = new ArrayList<>(stored("odd.pbk"));
        all.addAll(stored("mark.pbk"));
        assertThat(new String(BookFormat.PBK.write(all).content(), UTF_8)).doesNotContain("\uFEFF");
        Collections.reverse(all);
        assertThat(new String(BookFormat.PBK.write(all).content(), UTF_8)).startsWith("\uFEFF\r\n; kept by hand");
    }

    @Test
    void secretsAreNeverKept() {
        ImportedEntry entry = Corpus.entry("secrets.pbk", "Secrets");
        assertThat(entry.toString()).doesNotContain("hunter");
        assertThat(entry.remarks())
                .filteredOn(remark -> remark.fate() == Remark.Fate.LEFT_OUT)
                .extracting(Remark::key)
                .containsExactly("PreSharedKey", "ApnInfoPassword");
        String file = new String(BookFormat.PBK.write(List.of(entry.entry("x"))).content(), UTF_8);
        assertThat(file).contains("PreSharedKey=\r\n").doesNotContain("hunter");
    }
}
