package dev.dialtone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.RasError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntryCommandTest {
    private final FakeAccess access = new FakeAccess();

    @TempDir
    private Path folder;

    private Path ca;

    @BeforeEach
    void copyCertificate() throws IOException {
        ca = folder.resolve("ca.pem");
        try (InputStream in = Objects.requireNonNull(EntryCommandTest.class.getResourceAsStream("ca.pem"))) {
            Files.copy(in, ca);
        }
    }

    private Entry office() {
        return Objects.requireNonNull(access.book.get("office"));
    }

    @Test
    void setMakesAnEntry() {
        Run.Result result = new Run(access)
                .command(
                        "entry",
                        "set",
                        "office",
                        "--protocol",
                        "sstp",
                        "--server",
                        "vpn.example.com",
                        "--port",
                        "8443",
                        "--ca",
                        ca.toString(),
                        "--user",
                        "ann",
                        "--domain",
                        "CORP",
                        "--split",
                        "--route",
                        "10.0.0.0/8",
                        "--route",
                        "fd00::/8",
                        "mtu=1300");
        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("Stored \"office\".\n");
        assertThat(office().text(EntryOption.ROUTES)).isEqualTo("10.0.0.0/8,fd00::/8");
        assertThat(office().number(EntryOption.PORT)).isEqualTo(8443);
        assertThat(office().number(EntryOption.MTU)).isEqualTo(1300);
        assertThat(office().text(EntryOption.CA)).startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(office().flag(EntryOption.DEFAULT_ROUTE)).isFalse();
    }

    @Test
    void setHasShortFormsForHowLongAConnectionLives() {
        new Run(access)
                .command("entry", "set", "office", "--server", "h", "--always-on", "--reconnect", "--redial", "5");
        assertThat(office().flag(EntryOption.ALWAYS_ON)).isTrue();
        assertThat(office().flag(EntryOption.RECONNECT)).isTrue();
        assertThat(office().number(EntryOption.REDIAL_ATTEMPTS)).isEqualTo(5);
        assertThat(new Run(access).command("entry", "show", "office").out()).startsWith("office  always on\n");
        assertThat(new Run(access).command("entry", "list").out()).contains("always on");
        new Run(access).command("entry", "set", "office", "always-on=");
        assertThat(new Run(access).command("entry", "show", "office").out()).startsWith("office\n");
    }

    @Test
    void setKeepsWhatIsNotGiven() {
        access.with(Entry.of("office").with("server", "h").with("mtu", "1300"));
        Run.Result result = new Run(access).command("entry", "set", "office", "user=a=b", "mtu=", "--json");
        assertThat(result.objects().getFirst().text("name")).isEqualTo("office");
        assertThat(office().text(EntryOption.SERVER)).isEqualTo("h");
        assertThat(office().text(EntryOption.USER)).isEqualTo("a=b");
        assertThat(office().values()).doesNotContainKey(EntryOption.MTU);
    }

    @Test
    void everyOptionIsReachableByItsKey() {
        for (EntryOption option : EntryOption.values()) {
            boolean pem = option == EntryOption.CA || option == EntryOption.CLIENT_CERT;
            String value = pem ? "@" + ca : sample(option);
            Run.Result result = new Run(access).command("entry", "set", "office", option.key() + "=" + value);
            assertThat(result.code())
                    .describedAs(option.key() + " " + result.err())
                    .isZero();
            assertThat(office().values()).containsKey(option);
        }
    }

    private static String sample(EntryOption option) {
        return switch (option) {
            case ADDRESS -> "10.0.0.9";
            case ROUTES, ROUTE_EXCLUDE -> "10.0.0.0/8";
            case PROXY -> "none";
            case TABLE, FWMARK -> "7";
            case DNS_SERVERS -> "10.0.0.53";
            case ADDRESS_IPV6 -> "2001:db8::7";
            case GUID -> "0123456789abcdef0123456789abcdef";
            case EAP_TYPE -> "tls";
            case EAP_CONFIG -> "0d";
            case MACHINE_AUTHENTICATION -> "psk";
            case CERTIFICATE_EKU -> "1.3.6.1.5.5.7.3.2";
            case PHONE_NUMBERS -> "1234";
            case DNS_REGISTRATION -> "address";
            case NAME_RULES -> "corp.example=10.0.0.53";
            case PROXY_INSIDE -> "http://proxy:80";
            case ORIGINAL -> "pbk utf-8 0123456789abcdef 1 office\n[office]\r\n";
            default -> option.standard().isEmpty() ? "name" : option.standard();
        };
    }

    @Test
    void wrongValueIsNamedAndNothingIsStored() {
        for (String wrong : new String[] {
            "port=99999",
            "mtu=small",
            "nonsense=1",
            "server=a b",
            "default-route=perhaps",
            "routes=10.0.0.1/8",
            "user=a\u001bb"
        }) {
            Run.Result result = new Run(access).command("entry", "set", "office", "server=h", wrong);
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.err())
                    .contains(wrong.substring(0, wrong.indexOf('=')) + ": ")
                    .endsWith("RAS_ERROR=87\n");
        }
        assertThat(new Run(access)
                        .command("entry", "set", "office", "--port", "0")
                        .err())
                .contains("RAS_ERROR=87");
        assertThat(new Run(access).command("entry", "set", "a/b/c", "server=h").err())
                .contains("RAS_ERROR=123");
        assertThat(access.book).isEmpty();
    }

    @Test
    void certificateFilesAreCheckedBeforeTheyAreSent() throws IOException {
        refused(folder.resolve("none"), "no such file");
        refused(Files.createFile(folder.resolve("empty")), "is empty");
        refused(Files.writeString(folder.resolve("text"), "hello"), "holds no PEM certificate");
        refused(Files.write(folder.resolve("der"), new byte[] {0x30, 0x10}), "is DER");
        refused(folder, "cannot be read");
        refused(Files.writeString(folder.resolve("long"), "x".repeat(300_000)), "longer than");
        String broken = Files.readString(ca) + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        refused(Files.writeString(folder.resolve("broken"), broken), "certificate 2 of 2");
        assertThat(access.book).isEmpty();
    }

    private void refused(Path file, String why) {
        Run.Result result = new Run(access).command("entry", "set", "office", "--ca", file.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("ca: " + file + ": ", why).endsWith("RAS_ERROR=87\n");
    }

    @Test
    void privateKeyBesideACertificateIsNotSent() throws IOException {
        String key = "-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----\n";
        Path both = Files.writeString(folder.resolve("both"), key + Files.readString(ca));
        assertThat(new Run(access)
                        .command("entry", "set", "office", "--ca", both.toString())
                        .code())
                .isZero();
        assertThat(office().text(EntryOption.CA)).doesNotContain("secret", "PRIVATE");
    }

    @Test
    void setWarnsWithoutServer() {
        assertThat(new Run(access).command("entry", "set", "office").err()).contains("has no server yet");
    }

    @Test
    void showTellsDefaultsFromWhatWasSet() {
        new Run(access).command("entry", "set", "office", "server=h", "authentication=pap", "ca=@" + ca);
        String text = new Run(access).command("entry", "show", "office").out();
        assertThat(text)
                .contains(
                        "  server                  h\n",
                        "1400  (default)",
                        "CN=Test-CA (until ",
                        "WEAK                    pap");
        assertThat(new Run(access).command("entry", "show", "office", "--json").out())
                .contains("BEGIN CERTIFICATE");
        assertThat(new Run(access).command("entry", "show", "nowhere").err()).contains("RAS_ERROR=623");
    }

    @Test
    void whatIsOnlyKept_isSaidEverywhere() {
        Run.Result set = new Run(access).command("entry", "set", "office", "server=h", "mobility=false", "devices=");
        assertThat(set.code()).isZero();
        assertThat(set.err()).isEqualTo("dialtone: notice: mobility has no effect yet: it waits for IKEv2\n");
        assertThat(new Run(access).command("entry", "validate", "office").err()).isEqualTo(set.err());
        assertThat(new Run(access).command("entry", "show", "office").out())
                .contains(
                        "  mobility                false  (kept: waits for IKEv2)\n",
                        "  ike-fragmentation       true  (default; kept: waits for IKEv2)\n");
        assertThat(new Run(access).command("entry", "show", "office", "--json").out())
                .contains("\"kept\":{\"mobility\":\"IKEv2\"}");
        assertThat(new Run(access).command("entry", "set", "--help").out())
                .contains(
                        "this machine to another network (MOBIKE) (true) [IKEv2]",
                        "[IKEv2 and L2TP; a dial refuses it]");
        access.with(new FakeConnection("c-1", "office").connected());
        assertThat(new Run(access).command("status", "office").out())
                .containsPattern("no effect +mobility waits for IKEv2\n");
    }

    @Test
    void whatMayNotBePassedOver_isStored_andRefusedByADial() {
        Run.Result set = new Run(access).command("entry", "set", "office", "server=h", "machine-authentication=psk");
        assertThat(set.code()).isZero();
        assertThat(set.err()).contains("it cannot be dialled: machine-authentication: waits for IKEv2 and L2TP");
        assertThat(new Run(access).command("entry", "list").out()).contains("not built yet");
        Run.Result dial = new Run(access).command("dial", "office");
        assertThat(dial.err()).contains("machine-authentication: ").endsWith("RAS_ERROR=87\n");
    }

    @Test
    void routesOfAFamilyThatIsSplitApart_areValid() {
        access.with(Entry.of("office").with("server", "h"));
        assertThat(new Run(access)
                        .command("entry", "validate", "office", "default-route-ipv6=false", "routes=fd00::/8")
                        .code())
                .isZero();
    }

    @Test
    void listIsATable() {
        assertThat(new Run(access).command("entry", "list").out()).startsWith("No entries.");
        access.with(Entry.of("office").with("server", "h").with("authentication", "pap"));
        assertThat(new Run(access).command("entry", "list").out())
                .contains("office  sstp      h       -     WEAK: pap");
        assertThat(new Run(access).command("entry", "list", "--json").objects()).hasSize(1);
    }

    @Test
    void removeRemovesWhatIsNotInUse() {
        access.with(Entry.of("office")).with(Entry.of("home"));
        access.with(new FakeConnection("c-1", "home").enter(ConnectionState.OPEN_PORT));
        assertThat(new Run(access)
                        .command("entry", "remove", "office", "--json")
                        .out())
                .isEqualTo("{\"removed\":\"office\"}\n");
        assertThat(new Run(access).command("entry", "remove", "office").err()).contains("RAS_ERROR=623");
        assertThat(new Run(access).command("entry", "remove", "home").err()).contains("RAS_ERROR=817");
    }

    @Test
    void renameMovesTheStoredSignInToo() {
        access.with(Entry.of("office").with("server", "h")).with(Entry.of("home"));
        access.signIns.put("office", new CredentialsInfo("office", "ann", "CORP", true));
        assertThat(new Run(access).command("entry", "rename", "office", "home").err())
                .contains("RAS_ERROR=183");
        Run.Result result = new Run(access).command("entry", "rename", "office", "work");
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("Renamed \"office\" to \"work\".\n");
        assertThat(access.book).containsOnlyKeys("home", "work");
        assertThat(access.signIns.get("work")).isEqualTo(new CredentialsInfo("work", "ann", "CORP", true));
        assertThat(new Run(access).command("entry", "rename", "work", "a:b").err())
                .contains("RAS_ERROR=123");
        access.with(new FakeConnection("c-1", "work").connected());
        assertThat(new Run(access).command("entry", "rename", "work", "office").err())
                .contains("RAS_ERROR=817");
        assertThat(new Run(access).command("entry", "rename", "none", "x").err())
                .contains("RAS_ERROR=" + RasError.CANNOT_FIND_PHONEBOOK_ENTRY);
    }

    @Test
    void validateStoresNothing() {
        access.with(Entry.of("office").with("server", "h"));
        assertThat(new Run(access)
                        .command("entry", "validate", "office", "--json")
                        .out())
                .contains("\"valid\":true");
        assertThat(new Run(access)
                        .command("entry", "validate", "office", "mtu=1300")
                        .out())
                .isEqualTo("\"office\" is valid.\n");
        assertThat(office().values()).doesNotContainKey(EntryOption.MTU);
        for (String wrong : new String[] {
            "server=",
            "routes=10.0.0.0/8",
            "port=0",
            "ipv4=false ipv6=false",
            "class-route=true",
            "--split --route 10.0.0.0/8@5 --exclude 10.0.0.0/8",
            "--exclude ::/0",
            "--split --route 10.0.0.0/8 --route fd00::/8 default-route-ipv6=true",
            "kill-switch=true default-route-ipv6=false",
            "machine-authentication=certificate",
            "eap-type=tls"
        }) {
            Run.Result result = new Run(access).command(("entry validate office " + wrong).split(" ", -1));
            assertThat(result.err()).describedAs(wrong).endsWith("RAS_ERROR=87\n");
            assertThat(result.code()).isEqualTo(1);
        }
        assertThat(new Run(access).command("entry", "validate", "none").err()).contains("RAS_ERROR=623");
    }

    @Test
    void listSaysWhoseAnEntryIs_whenAnyIsAUsers() {
        access.with(Entry.of("office").with(EntryOption.SERVER, "a.example"));
        assertThat(new Run(access).command("entry", "list").out().lines().findFirst())
                .hasValue("ENTRY   PROTOCOL  SERVER     USER");
        access.with(Entry.of("ann/office").with(EntryOption.SERVER, "b.example"));
        assertThat(new Run(access).command("entry", "list").out()).isEqualTo("""
                ENTRY       BOOK OF     PROTOCOL  SERVER     USER
                office      the system  sstp      a.example  -
                ann/office  ann         sstp      b.example  -
                """);
        assertThat(new Run(access).command("entry", "list", "--json").objects())
                .extracting(object -> object.text("name") + " of " + object.text("book", "the system"))
                .containsExactly("office of the system", "ann/office of ann");
        assertThat(new Run(access).command("entry", "show", "ann/office").out()).startsWith("ann/office");
    }
}
