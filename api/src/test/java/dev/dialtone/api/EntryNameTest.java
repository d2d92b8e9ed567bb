package dev.dialtone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryNameTest {
    @Test
    void nameSaysInWhoseBook_orNot() {
        assertThat(EntryName.of("office")).isEqualTo(new EntryName(null, "office"));
        assertThat(EntryName.of("/Büro 2")).isEqualTo(new EntryName("", "Büro 2"));
        assertThat(EntryName.of("ann/office")).isEqualTo(new EntryName("ann", "office"));
        assertThat(EntryName.of("50301/office")).isEqualTo(new EntryName("50301", "office"));
        assertThat(EntryName.of("ann.b@corp.example/office").user()).isEqualTo("ann.b@corp.example");
        assertThat(EntryName.of("svc$/office").user()).isEqualTo("svc$");
    }

    @Test
    void partsOfAnyText() {
        assertThat(EntryName.userOf("office")).isEmpty();
        assertThat(EntryName.userOf("/office")).isEmpty();
        assertThat(EntryName.userOf("ann/office")).isEqualTo("ann");
        assertThat(EntryName.plain("office")).isEqualTo("office");
        assertThat(EntryName.plain("ann/office")).isEqualTo("office");
        assertThat(EntryName.exact("office")).isEqualTo("/office");
        assertThat(EntryName.exact("ann/office")).isEqualTo("ann/office");
        assertThat(EntryName.full("ann", "office")).isEqualTo("ann/office");
        assertThat(EntryName.beside("ann/office", "home")).isEqualTo("ann/home");
        assertThat(EntryName.beside("ann/office", "ann/home")).isEqualTo("ann/home");
        assertThat(EntryName.beside("office", "home")).isEqualTo("home");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a/", "a/b/c", "//a", "-a/b", ".a/b", "a b/c", "a\\b/c", "ä/b", "../b", "a/-b"})
    void rejectsOthers_E4(String name) {
        assertThatThrownBy(() -> EntryName.of(name))
                .isInstanceOfSatisfying(
                        RasException.class, e -> assertThat(e.error()).isEqualTo(123));
        assertThatThrownBy(() -> EntryName.of("a".repeat(65) + "/b")).hasMessageContaining("no user's name");
    }

    @Test
    void entryOfAUser_saysSoInJson() {
        assertThat(Json.text(Wire.of(Entry.of("ann/office")))).contains("\"book\":\"ann\"");
        assertThat(Json.text(Wire.of(Entry.of("office")))).doesNotContain("book");
        Entry entry = Entry.of("ann/office").with(EntryOption.SERVER, "vpn.example");
        assertThat(Wire.entry(Json.object(Json.text(Wire.of(entry))))).isEqualTo(entry);
    }
}
