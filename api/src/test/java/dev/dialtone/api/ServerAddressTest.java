package dev.dialtone.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "vpn.example, vpn.example, 0",
        "' vpn.example:8443 ', vpn.example, 8443",
        "192.0.2.7:443, 192.0.2.7, 443",
        "2001:db8::7, 2001:db8::7, 0",
        "[2001:db8::7], 2001:db8::7, 0",
        "[2001:db8::7]:8443, 2001:db8::7, 8443",
    })
    void parsesHostsWithAndWithoutPorts(String text, String host, int port) {
        ServerAddress server = ServerAddress.parse(text);
        assertThat(server).isEqualTo(new ServerAddress(host, port));
        assertThat(ServerAddress.parse(server.text(0))).isEqualTo(server);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":443", "a b", "h:0", "h:65536", "h:x", "[h", "1.2.3", "a,b"})
    void refusesWhatIsNoServer(String text) {
        assertThatThrownBy(() -> ServerAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void serversOfAnEntry_haveItsPortUnlessTheirOwn() {
        Entry entry =
                Entry.of("x").with("server", "a").with("port", "8443").with("alternates", "b, c:9443,a,[::1]:443");
        assertThat(entry.text(EntryOption.ALTERNATES)).isEqualTo("b,c:9443,a,[::1]:443");
        assertThat(ServerAddress.of(entry))
                .containsExactly(
                        new ServerAddress("a", 8443),
                        new ServerAddress("b", 8443),
                        new ServerAddress("c", 9443),
                        new ServerAddress("::1", 443));
        assertThat(ServerAddress.of(Entry.of("x").with("alternates", "b"))).isEmpty();
    }

    @Test
    void promotedServer_isFirstAndTheRestKeepTheirPorts() {
        Entry entry = Entry.of("x").with("server", "a").with("port", "8443").with("alternates", "b,[::1]:443");
        Entry promoted = new ServerAddress("::1", 443).first(entry);
        assertThat(promoted.values())
                .containsOnlyKeys(EntryOption.SERVER, EntryOption.ALTERNATES)
                .containsEntry(EntryOption.SERVER, "::1")
                .containsEntry(EntryOption.ALTERNATES, "a:8443,b:8443");
        assertThat(ServerAddress.of(promoted)).hasSameElementsAs(ServerAddress.of(entry));
        assertThat(new ServerAddress("z", 443).first(entry)).isEqualTo(entry);
    }
}
