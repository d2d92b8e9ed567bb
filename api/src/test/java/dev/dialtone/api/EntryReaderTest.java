package dev.dialtone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryReaderTest {
    private static final Entry OFFICE = Entry.of("ann/Büro")
            .with(EntryOption.SERVER, "vpn.example")
            .with(EntryOption.MTU, "1300")
            .with(EntryOption.ALWAYS_ON, "true")
            .with(EntryOption.ROUTES, "10.0.0.0/8,fd00::/8")
            .with(EntryOption.AUTHENTICATION, "mschapv2,pap")
            .with(EntryOption.REDIAL_ATTEMPTS, "3")
            .with(EntryOption.USER, "a \"quoted\" \\ user 😀");

    @Test
    void readsWhatAManagerWrites() {
        List<Entry> entries = List.of(OFFICE, Entry.of("b"), Entry.of("c").with(EntryOption.PROTOCOL, "pppoe"));
        String json = Json.text(Map.of("entries", entries.stream().map(Wire::of).toList()));
        assertThat(EntryReader.read(json)).contains(entries);
        assertThat(EntryReader.read(json + "\n")).contains(entries);
        assertThat(EntryReader.read("{\"entries\":[]}")).contains(List.of());
    }

    /// Such lists are read with what comes in between, or refused with the place.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"more\":1,\"entries\":[]}",
                "{\"entries\":[],\"entries\":[]}",
                "{\"entries\":{}}",
                "{\"entries\":[",
                "{\"entries\":[1]}",
                "{\"entries\":[{}]}",
                "{\"entries\":[{\"name\":1,\"options\":{}}]}",
                "{\"entries\":[{\"name\":\"a/b/c\",\"options\":{}}]}",
                "{\"entries\":[{\"name\":\"a\",\"other\":1}]}",
                "{\"entries\":[{\"name\":\"a\",\"kept\":[[]]}]}",
                "{\"entries\":[{\"name\":\"a\",\"name\":\"a\"}]}",
                "{\"entries\":[{\"name\":\"a\",\"weak\":\"pap\",\"weak\":\"pap\"}]}",
                "{\"entries\":[{\"name\":\"a\",\"kept\":{\"k\":\"1\",\"k\":\"1\"}}]}",
                "{\"entries\":[{\"name\":\"a\",\"options\":{\"mtu\":1300,\"mtu\":1300}}]}",
                "{\"entries\":[{\"name\":\"a\",\"options\":null}]}",
                "{\"entries\":[{\"name\":\"a\",\"options\":{\"nonsense\":1}}]}",
                "{\"entries\":[{\"name\":\"a\",\"options\":{\"mtu\":null}}]}",
                "{\"entries\":[{\"name\":\"a\",\"options\":{\"mtu\":13e2}}]}",
                "{\"entries\":[{\"name\":\"a\",\"options\":{\"mtu\":1300.0}}]}",
                "{\"entries\":[{\"name\":\"a\",\"options\":{\"mtu\":12345678901}}]}",
                "{\"entries\":[{\"name\":\"a\",\"options\":{\"server\":{}}}]}",
                "{\"entries\":[{\"name\":\"a\",\"options\":{\"routes\":[1]}}]}",
                "{\"entries\":[{\"name\":\"a\",\"options\":{\"routes\":[[\"10.0.0.0/8\"]]}}]}"
            })
    void leavesTheUnusual(String json) {
        assertThat(EntryReader.read(json)).isEmpty();
    }

    @Test
    void unusualIsReadAllTheSame_orRefusedWithItsPlace_E4() {
        assertThat(Wire.entries("{\"since\":1,\"entries\":[{\"name\":\"a\",\"options\":{\"mtu\":13e2}}]}"))
                .containsExactly(Entry.of("a").with(EntryOption.MTU, "1300"));
        assertThatThrownBy(() -> Wire.entries("{\"entries\":[{\"name\":\"a\"},{\"name\":\"b\",\"other\":1}]}"))
                .hasMessageStartingWith("entries[1].other: is not a field here");
        assertThatThrownBy(
                        () -> Wire.entries("{\"entries\":[{\"name\":\"a\",\"options\":{\"mtu\":1300,\"mtu\":1300}}]}"))
                .hasMessageContaining("'mtu'");
    }
}
