package dev.dialtone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.AccessEvent;
import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Detail;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EventKind;
import dev.dialtone.api.Finding;
import dev.dialtone.api.NameService;
import dev.dialtone.api.RasError;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ListingCommandsTest {
    private final FakeConnection office =
            new FakeConnection("c-1", "office").enter(ConnectionState.OPEN_PORT).connected();
    private final FakeAccess access = new FakeAccess().with(office);

    @Test
    void listShowsDialledOnesToo() {
        office.weak = "pap";
        access.with(new FakeConnection("c-2", "home").enter(ConnectionState.CONNECT_DEVICE));
        String[] lines = new Run(access).command("list").out().split("\n", -1);
        assertThat(lines[0]).startsWith("ENTRY   STATE");
        assertThat(lines[1])
                .startsWith("office  Connected      dt0   10.21.0.5")
                .endsWith("WEAK: pap");
        assertThat(lines[2]).startsWith("home    ConnectDevice  -     -");
        assertThat(new Run(access).command("list", "--json").objects()).hasSize(2);
    }

    @Test
    void emptyListSaysSo() {
        FakeAccess empty = new FakeAccess();
        assertThat(new Run(empty).command("list").out()).isEqualTo("No connections.\n");
        assertThat(new Run(empty).command("list", "--json").out()).isEmpty();
    }

    @Test
    void listSaysWhatPausedOnesWaitFor() {
        access.with(new FakeConnection("c-2", "home")
                .pause(ConnectionState.RETRY_AUTHENTICATION, 691, Prompts.CREDENTIALS));
        assertThat(new Run(access).command("list").out())
                .containsPattern(
                        "RetryAuthentication .* waits for user \\[ann], domain \\[CORP], password until [0-9:]{8}\n");
    }

    @Test
    void listSaysWhenTheNextAttemptIsAndHowManyHold() {
        office.references = 2;
        access.with(new FakeConnection("c-2", "home")
                .failForNow(ConnectionState.CONNECT_DEVICE, RasError.VPN_TIMEOUT, 60_000));
        String next = Amount.clock(FakeConnection.START.plusSeconds(60));
        assertThat(new Run(access).command("list").out())
                .contains("c-1         references 2\n", "attempt 2 at " + next);
        assertThat(new Run(access).command("list", "--json").objects().getLast().number("retryInMillis"))
                .isEqualTo(60_000);
    }

    @Test
    void statusShowsThePromptAndHowToAnswer() {
        access.with(new FakeConnection("c-2", "home").pause(ConnectionState.INTERACTIVE, 801, Prompts.TRUST));
        assertThat(new Run(access).command("status", "home").out())
                .contains(
                        "because of",
                        "801: ",
                        "trust [" + Prompts.FINGERPRINT + "] until ",
                        "The certificate of CN=vpn")
                .contains("dialtone answer c-2 --trust FINGERPRINT");
        assertThat(new Run(access)
                        .command("status", "home", "--json")
                        .objects()
                        .getFirst()
                        .object("prompt")
                        .orElseThrow()
                        .objects("fields"))
                .hasSize(1);
    }

    @Test
    void statusShowsHoldersLifetimeAndNextAttempt() {
        access.with(Entry.of("office")
                .with("reconnect", "true")
                .with("idle-timeout", "600")
                .with("session-timeout", "90000"));
        office.references = 2;
        assertThat(new Run(access).command("status", "office").out())
                .containsPattern("references +2\n")
                .contains("dialled again when lost, hung up when idle for 0:10:00, hung up after 1 d 1:00:00");
        office.lost(RasError.LINK_FAILURE, 30_000);
        String next = Amount.dayAndTime(FakeConnection.START.plusMillis(200 + 30_000));
        assertThat(new Run(access).command("status", "office").out()).contains("attempt 2 at " + next);
        access.with(Entry.of("office").with("always-on", "true"));
        assertThat(new Run(access).command("status", "office").out()).containsPattern("lifetime +always on\n");
    }

    @Test
    void statusShowsProjectionAndTraffic() {
        String text = new Run(access).command("status", "office").out();
        assertThat(text)
                .contains("Connected (8192)", "10.21.0.5, peer 10.21.0.1", "none: error 731", "1.5 KiB in 12 packets")
                .contains("3.0 GiB in 34 packets", "for 1 d 1:01:01", "TLSv1.3 TLS_AES_256_GCM_SHA384");
        assertThat(new Run(access)
                        .command("status", "c-1", "--json")
                        .objects()
                        .getFirst()
                        .object("projection")
                        .orElseThrow()
                        .text("link"))
                .isEqualTo("dt0");
    }

    @Test
    void statusShowsRoutes_whatIsOutside_andWhereTheMtuComesFrom() {
        assertThat(new Run(access).command("status", "office").out())
                .contains(
                        "10.0.0.0/8, 10.1.0.0/16@50 (metric 998)\n",
                        "outside     10.2.0.0/16 by 192.0.2.1 on eth0, 10.3.0.0/16 by eth1,"
                                + " 2001:db8::/32 unreachable, for want of a way outside\n",
                        "MTU from    entry 1400 (decides), peer's MRU 1500, one packet of the carrier 4087,"
                                + " router inside 1480\n",
                        "full packet 1400 + 4 PPP + 4 SSTP + 22 TLS + 32 TCP + 20 IPv4 = 1482\n");
    }

    @Test
    void statusSaysHowItStandsWithNames() {
        assertThat(new Run(access).command("status", "office").out()).doesNotContain("names ", "NAMES ");
        String since = Amount.dayAndTime(FakeConnection.START);
        NameService.Server first = new NameService.Server("10.21.0.1", "answering");
        NameService.Server second = new NameService.Server("10.21.0.2", "silent");
        office.names("answering", "", "", first, second);
        assertThat(new Run(access).command("status", "office").out())
                .containsPattern("  names +answering since " + Pattern.quote(since) + "; 10\\.21\\.0\\.2 silent\n");
        office.names("silent", "No name server answers: 10.21.0.2.", "Ask its administrator.", second);
        assertThat(new Run(access).command("status", "office").out())
                .containsPattern("  NAMES +silent since " + Pattern.quote(since)
                        + ": No name server answers: 10\\.21\\.0\\.2\\.\n +Ask its administrator\\.\n");
        office.names("none", "", "");
        assertThat(new Run(access).command("status", "office").out())
                .containsPattern("  names +no name server was told since ");
    }

    @Test
    void statusOfAFailedOneSaysWhy() {
        access.with(new FakeConnection("c-2", "home")
                .fail(
                        ConnectionState.CONNECT_DEVICE,
                        RasError.VPN_TIMEOUT,
                        new Detail("tcp", "no answer", null, null, "look at the network", true)));
        assertThat(new Run(access).command("status", "home").out())
                .contains("809", "no answer", "look at the network", "(ended)");
    }

    @Test
    void logShowsAllInBothForms() {
        assertThat(new Run(access).command("log", "office").out().lines()).hasSize(2);
        assertThat(new Run(access).command("log", "office", "--json").objects())
                .extracting(o -> o.number("seq"))
                .containsExactly(1L, 2L);
    }

    @Test
    void logSeparatesAttemptsAndSaysWhatWasAsked() {
        FakeConnection home = new FakeConnection("c-2", "home")
                .pause(ConnectionState.PASSWORD_EXPIRED, 648, Prompts.NEW_PASSWORD)
                .failForNow(ConnectionState.AUTHENTICATE, RasError.VPN_TIMEOUT, 1000)
                .enter(ConnectionState.OPEN_PORT);
        access.with(home);
        assertThat(new Run(access).command("log", "home").out().lines())
                .satisfiesExactly(
                        l -> assertThat(l)
                                .contains("PasswordExpired", "new-password until ", "The password has expired. [648: "),
                        l -> assertThat(l).contains("error 809", "Next attempt in 1 s."),
                        l -> assertThat(l).isEqualTo("Attempt 2"),
                        l -> assertThat(l).contains("OpenPort"));
    }

    @Test
    void watchGoesOnThroughRedials_C8() {
        office.lost(RasError.LINK_FAILURE, 1000);
        Run run = new Run(access);
        Thread.ofVirtual().start(() -> {
            run.awaitOut("829");
            FakeConnection _ = office.connected().disconnected(RasError.USER_DISCONNECTION);
        });
        Run.Result result = run.command("watch", "office", "--json");
        assertThat(result.code()).isZero();
        assertThat(result.objects()).extracting(o -> o.number("attempt")).containsExactly(1L, 1L, 1L, 2L, 2L);
    }

    @Test
    void watchThatLaggedResumesFromTheLog_N8() {
        Run run = new Run(access);
        Thread.ofVirtual().start(() -> {
            run.awaitOut("Connected");
            office.lag(2);
            FakeConnection _ = office.disconnected(RasError.LINK_FAILURE);
        });
        Run.Result result = run.command("watch", "office", "--json");
        assertThat(result.code()).isZero();
        assertThat(result.err()).contains("fell behind after notification 2");
        assertThat(result.objects()).extracting(o -> o.number("seq")).containsExactly(1L, 2L, 3L);
    }

    @Test
    void watchOfAllShowsEveryKindAndTheHolders_V1() {
        long seq = 0;
        for (EventKind kind : EventKind.values()) {
            access.events.add(new AccessEvent(++seq, FakeConnection.START, kind, "c-1", "office", 0, 1));
        }
        access.events.add(new AccessEvent(++seq, FakeConnection.START, EventKind.CONNECTION, "c-1", "office", 0, 2));
        access.gone = true;
        String plain = new Run(access).command("watch").out();
        for (EventKind kind : EventKind.values()) {
            assertThat(plain).contains("  " + kind.word() + "  office  c-1");
        }
        assertThat(plain)
                .contains("  references  office  c-1  references 1\n", "  connection  office  c-1  references 2\n");
        // the last line is the refusal: the manager went away
        assertThat(new Run(access).command("watch", "--since", "7", "--json").objects())
                .hasSize(2)
                .first()
                .satisfies(o -> assertThat(o.number("references")).isEqualTo(2));
    }

    @Test
    void watchFollowsToTheEnd() {
        office.disconnected(RasError.LINK_FAILURE);
        Run.Result result = new Run(access).command("watch", "office", "--since", "1", "--json");
        assertThat(result.code()).isZero();
        assertThat(result.objects()).extracting(o -> o.number("seq")).containsExactly(2L, 3L);
        assertThat(new Run(access).command("watch", "office").out()).contains("cause 829");
    }

    @Test
    void watchFollowsWhatComesLater() {
        Run run = new Run(access);
        Thread.ofVirtual().start(() -> office.disconnected(RasError.REMOTE_DISCONNECTION));
        Run.Result result = run.command("watch", "office", "--json");
        assertThat(result.code()).isZero();
        assertThat(result.objects().getLast().number("cause")).isEqualTo(629);
    }

    @Test
    void watchEndsAtAnInterrupt() {
        Run run = new Run(access);
        Thread.ofVirtual().start(() -> interruptWhenPossible(run));
        assertThat(run.command("watch", "office").code()).isEqualTo(130);
    }

    private static void interruptWhenPossible(Run run) {
        while (run.interruption == null) {
            Thread.onSpinWait();
        }
        run.interrupt();
    }

    @Test
    void watchOfAllShowsEventsAndEndsWithTheManager() {
        access.events.add(new AccessEvent(1, FakeConnection.START, EventKind.CONNECTION, "c-1", "office", 0, 1));
        access.events.add(new AccessEvent(2, FakeConnection.START, EventKind.DISCONNECTION, "c-1", "office", 829, 0));
        access.gone = true;
        Run.Result plain = new Run(access).command("watch", "--since", "1");
        assertThat(plain.code()).isEqualTo(3);
        assertThat(plain.out())
                .contains("disconnection  office  c-1  cause 829")
                .hasLineCount(1);
    }

    @Test
    void devicesAreATable() {
        assertThat(new Run(access).command("devices").out()).contains("SSTP    vpn   yes    PPP over TLS");
        assertThat(new Run(access)
                        .command("devices", "--json")
                        .objects()
                        .getFirst()
                        .text("name"))
                .isEqualTo("SSTP");
    }

    @Test
    void doctorFailsWhenSomethingIsWrong() {
        access.with(Entry.of("office"));
        access.findings.add(new Finding("tun", true, "can be opened", ""));
        assertThat(new Run(access).command("doctor").code()).isZero();
        access.findings.add(new Finding("server name", false, "does not resolve", "check DNS"));
        Run.Result plain = new Run(access).command("doctor", "office");
        assertThat(plain.code()).isEqualTo(1);
        assertThat(plain.out()).isEqualTo("""
                        VERDICT  CHECK        SEEN
                        ok       tun          can be opened
                        FAILED   server name  does not resolve
                                              advice  check DNS
                        """);
        assertThat(plain.err()).isEqualTo("RAS_ERROR=633\n");
        assertThat(new Run(access).command("doctor", "--json").objects()).hasSize(2);
        assertThat(new Run(access).command("doctor", "nowhere").err()).contains("RAS_ERROR=623");
    }

    @Test
    void doctorTellsWarningsAndWhatWasSkippedFromFailures() {
        access.with(Entry.of("office"));
        access.findings.add(Finding.warning("dns", "is " + "very ".repeat(25) + "slow", "wait"));
        access.findings.add(Finding.ok("http", "answered").said("\"HTTP/1.1 200 OK\""));
        access.findings.add(Finding.skipped("mtu", "not looked at"));
        Run.Result plain = new Run(access).command("doctor", "office");
        assertThat(plain.code()).as("nothing that stops a dial").isZero();
        assertThat(plain.err()).isEmpty();
        assertThat(plain.out())
                .startsWith("VERDICT  CHECK  SEEN\nwarning  dns    is very very")
                .contains("\n                very very very very very slow\n                advice  wait\n")
                .contains("\nok       http   answered\n                peer    \"HTTP/1.1 200 OK\"\n")
                .endsWith("\nskipped  mtu    not looked at\n");
        assertThat(new Run(access).command("doctor", "office", "--json").objects())
                .extracting(o -> o.text("verdict"), o -> o.flag("ok", false), o -> o.text("peer", ""))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("warning", true, ""),
                        org.assertj.core.groups.Tuple.tuple("ok", true, "\"HTTP/1.1 200 OK\""),
                        org.assertj.core.groups.Tuple.tuple("skipped", true, ""));
    }

    @Test
    void explainNeedsNoManager() {
        Run run = new Run(_ -> {
            throw new AssertionError("no manager may be asked");
        });
        Run.Result plain = run.command("explain", "691");
        assertThat(plain.code()).isZero();
        assertThat(plain.out()).startsWith("691 AUTHENTICATION_FAILURE\n").hasLineCount(3);
        assertThat(run.command("explain", "809", "--json").objects().getFirst().text("name"))
                .isEqualTo(RasError.nameOf(809));
        assertThat(run.command("explain", "1").err()).contains("RAS_ERROR=87");
        assertThat(run.command("explain", "99999999999999").code()).isEqualTo(1);
    }
}
