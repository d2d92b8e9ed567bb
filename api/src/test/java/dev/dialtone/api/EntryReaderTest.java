package dev.dialtone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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

    private static InputStream bytes(String json) {
        return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<List<Entry>> read(String json) {
        return EntryReader.read(bytes(json));
    }

    private static List<Entry> entries(String json) throws IOException {
        return Wire.entries(bytes(json), 100_000);
    }

    @Test
    void readsWhatAManagerWrites() {
        List<Entry> entries = List.of(OFFICE, Entry.of("b"), Entry.of("c").with(EntryOption.PROTOCOL, "pppoe"));
        String json = Json.text(Map.of("entries", entries.stream().map(Wire::of).toList()));
        assertThat(read(json)).contains(entries);
        assertThat(read(json + "\n")).contains(entries);
        assertThat(read("{\"entries\":[]}")).contains(List.of());
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
                "{\"entries\":[{\"name\":\"a\",\"options\":{\"mtu\":}}]}",
                "{\"entries\":[{\"name\":\"a\",\"options\":{\"always-on\":,\"mtu\":1300}}]}",
                "{\"entries\":[{\"name\":\"a\",\"options\":{\"mtu\":13e2}}]}",
                "{\"entries\":[{\"name\":\"a\",\"options\":{\"mtu\":1300.0}}]}",
                "{\"entries\":[{\"name\":\"a\",\"options\":{\"mtu\":12345678901}}]}",
                "{\"entries\":[{\"name\":\"a\",\"options\":{\"server\":{}}}]}",
                "{\"entries\":[{\"name\":\"a\",\"options\":{\"routes\":[1]}}]}",
                "{\"entries\":[{\"name\":\"a\",\"options\":{\"routes\":[[\"10.0.0.0/8\"]]}}]}"
            })
    void leavesTheUnusual(String json) {
        assertThat(read(json)).isEmpty();
    }

    @Test
    void unusualIsReadAllTheSame_orRefusedWithItsPlace_E4() throws IOException {
        assertThat(entries("{\"since\":1,\"entries\":[{\"name\":\"a\",\"options\":{\"mtu\":13e2}}]}"))
                .containsExactly(Entry.of("a").with(EntryOption.MTU, "1300"));
        assertThatThrownBy(() -> entries("{\"entries\":[{\"name\":\"a\"},{\"name\":\"b\",\"other\":1}]}"))
                .hasMessageStartingWith("entries[1].other: is not a field here");
        assertThatThrownBy(() -> entries("{\"entries\":[{\"name\":\"a\",\"options\":{\"mtu\":1300,\"mtu\":1300}}]}"))
                .hasMessageContaining("'mtu'");
    }

    private static String many() {
        List<Map<String, Object>> many = IntStream.range(0, 500)
                .mapToObj(i -> Wire.of(OFFICE.renamed("site-" + i)))
                .toList();
        return Json.text(Map.of("entries", many));
    }

    /// As it comes from a socket: a few bytes now, the rest later, or never.
    private static InputStream inPieces(String json, int cut) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        InputStream in = new ByteArrayInputStream(text, 0, Math.min(cut, text.length));
        return new InputStream() {
            @Override
            public int read() throws IOException {
                int b = in.read();
                if (b < 0 && cut < text.length) {
                    throw new EOFException("the connection ended within an answer");
                }
                return b;
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                int b = length == 0 ? 0 : read();
                if (b <= 0) {
                    return b;
                }
                to[offset] = (byte) b;
                return 1 + Math.max(0, in.read(to, offset + 1, Math.min(length - 1, 6)));
            }
        };
    }

    @Test
    void comesInPieces() throws IOException {
        String json = many();
        assertThat(Wire.entries(inPieces(json, json.length() * 2), 1_000_000))
                .hasSize(500)
                .contains(OFFICE.renamed("site-0"), OFFICE.renamed("site-499"));
        // the last is unusual, and all is read once more
        String unusual = json.substring(0, json.length() - 2) + ",{\"options\":{\"mtu\":13e2},\"name\":\"x\"}]}";
        assertThat(Wire.entries(inPieces(unusual, unusual.length() * 2), 1_000_000))
                .hasSize(501);
    }

    @Test
    void cutAnywhere_isTheFailureOfItsStream() {
        String json = many();
        for (int cut = 0; cut < json.length(); cut += 9_973) {
            InputStream in = inPieces(json, cut);
            assertThatThrownBy(() -> Wire.entries(in, 1_000_000))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("within an answer");
        }
    }

    @Test
    void longerThanAllowed_isRefused() {
        assertThatThrownBy(() -> Wire.entries(bytes(many()), 50_000))
                .isInstanceOf(IOException.class)
                .hasMessage("an answer is larger than 50000 bytes");
    }
}
