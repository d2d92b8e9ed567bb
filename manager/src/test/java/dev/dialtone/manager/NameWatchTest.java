package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.DialOptions;
import dev.dialtone.api.Entry;
import dev.dialtone.api.EntryOption;
import dev.dialtone.api.NameService;
import dev.dialtone.carriers.LearnedNetwork;
import dev.dialtone.carriers.LearningRequest;
import dev.dialtone.carriers.NameServer;
import dev.dialtone.carriers.NameServer.Standing;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.testkit.MemoryHost;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whether names work, from the tunnel and the host to the status, and to a dial that needs them.
class NameWatchTest {
    private static final InetAddress FIRST = InetAddress.ofLiteral("10.9.0.53");
    private static final InetAddress SECOND = InetAddress.ofLiteral("10.9.0.54");
    private static final Entry PLAIN = ConnectionRig.ENTRY;
    private static final Entry REQUIRED = PLAIN.with(EntryOption.REQUIRE_NAMES, "true");
    private static final TunnelProjection TWO = new TunnelProjection(
            ScriptedTunnel.PROJECTION.ipv4(),
            ScriptedTunnel.PROJECTION.ipv4Peer(),
            null,
            null,
            null,
            null,
            List.of(FIRST, SECOND),
            List.of(),
            1400,
            "mschapv2");

    @TempDir
    Path directory;

    private static LearnedNetwork names(Standing first) {
        return LearnedNetwork.NONE.with(List.of(new NameServer(FIRST, first)));
    }

    private static TunnelProjection two(Standing first, Standing second) {
        return TWO.with(
                LearnedNetwork.NONE.with(List.of(new NameServer(FIRST, first), new NameServer(SECOND, second))));
    }

    /// As far as the question to the network inside.
    private ConnectionRig asking(Entry entry) {
        ConnectionRig rig = new ConnectionRig(directory, entry, DialOptions.STANDARD);
        ScriptedTunnel peer = rig.dialled();
        peer.learned = null;
        peer.succeed();
        rig.loop.drain();
        assertThat(rig.words()).last().isEqualTo("ApplySettings");
        return rig;
    }

    private ConnectionRig learned(Entry entry, TunnelProjection told) {
        ConnectionRig rig = asking(entry);
        rig.peer().listener.learned(told);
        rig.loop.drain();
        return rig;
    }

    private ConnectionRig learned(Entry entry, Standing only) {
        return learned(entry, ScriptedTunnel.PROJECTION.with(names(only)));
    }

    private static NameService service(ConnectionRig rig) {
        return Objects.requireNonNull(
                Objects.requireNonNull(rig.record.status().projection()).names());
    }

    private static List<InetAddress> resolver(ConnectionRig rig) {
        return rig.host.memoryResolver().current().getFirst().servers();
    }

    @Test
    void applySettings_asksAsTheEntrySays() {
        assertThat(asking(PLAIN).peer().request).isEqualTo(new LearningRequest(false, LearningRequest.Names.ASKED, ""));
        assertThat(asking(REQUIRED.with(EntryOption.DOMAINS, "~corp.example,x.example"))
                        .peer()
                        .request)
                .isEqualTo(new LearningRequest(false, LearningRequest.Names.REQUIRED, "corp.example"));
        assertThat(asking(REQUIRED.with(EntryOption.DNS, "false")).peer().request)
                .isEqualTo(LearningRequest.withoutNames(false));
    }

    @Test
    void connected_answering_isSaidSinceThen() {
        ConnectionRig rig = asking(PLAIN);
        rig.advance(Duration.ofMillis(30));
        rig.peer().listener.learned(ScriptedTunnel.PROJECTION.with(names(Standing.ANSWERING)));
        rig.advance(Duration.ofSeconds(9));
        assertThat(rig.words()).last().isEqualTo("Connected completion");
        assertThat(service(rig))
                .isEqualTo(new NameService(
                        "answering",
                        ConnectionRig.START.plusMillis(30),
                        List.of(new NameService.Server("10.9.0.53", "answering")),
                        "",
                        ""));
    }

    @Test
    void silent_dialGoesOn_andTheStatusSaysSo() {
        ConnectionRig rig = learned(PLAIN, Standing.ASKED);
        assertThat(rig.words()).last().isEqualTo("Connected completion");
        assertThat(service(rig).state()).isEqualTo("asked");
        assertThat(service(rig).reason()).isEmpty();
        rig.advance(Duration.ofSeconds(1));
        rig.peer().listener.projectionChanged(ScriptedTunnel.PROJECTION.with(names(Standing.SILENT)));
        rig.advance(Duration.ofSeconds(1));
        assertThat(service(rig).state()).isEqualTo("silent");
        assertThat(service(rig).since()).isEqualTo(ConnectionRig.START.plusSeconds(1));
        assertThat(service(rig).reason()).isEqualTo("No name server answers inside the connection: 10.9.0.53.");
        assertThat(service(rig).advice()).contains("10.9.0.2", "dns=false");
        assertThat(rig.words()).as("no notification of it").last().isEqualTo("Connected completion");
        rig.peer().listener.projectionChanged(ScriptedTunnel.PROJECTION.with(names(Standing.ANSWERING)));
        rig.loop.drain();
        assertThat(service(rig).state()).isEqualTo("answering");
        assertThat(service(rig).reason()).isEmpty();
    }

    @Test
    void firstSilent_resolverIsToldTheOneThatAnswersFirst() {
        ConnectionRig rig = learned(PLAIN, two(Standing.ASKED, Standing.ANSWERING));
        assertThat(resolver(rig)).containsExactly(SECOND, FIRST);
        assertThat(rig.record.status().projection().dns()).containsExactly("10.9.0.54", "10.9.0.53");
        rig.peer().listener.projectionChanged(two(Standing.SILENT, Standing.ANSWERING));
        rig.loop.drain();
        assertThat(resolver(rig)).containsExactly(SECOND, FIRST);
        assertThat(service(rig).servers())
                .containsExactly(
                        new NameService.Server("10.9.0.54", "answering"),
                        new NameService.Server("10.9.0.53", "silent"));
        rig.peer().listener.projectionChanged(two(Standing.ANSWERING, Standing.ANSWERING));
        rig.loop.drain();
        assertThat(resolver(rig)).as("as the server ordered them").containsExactly(FIRST, SECOND);
    }

    @Test
    void required_silent_is716OfDnsAndNothingIsLeft_E2_C3() {
        ConnectionRig rig = learned(REQUIRED, two(Standing.SILENT, Standing.SILENT));
        assertThat(rig.words()).last().isEqualTo("ApplySettings 716 completion");
        assertThat(rig.last().detail().layer()).isEqualTo("dns");
        assertThat(rig.last().detail().reason())
                .isEqualTo("No name server answers inside the connection: 10.9.0.53, 10.9.0.54.");
        assertThat(rig.last().detail().advice()).contains("dns=false");
        assertThat(rig.last().detail().retryable()).isTrue();
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.peer().asked).last().isEqualTo("close");
    }

    @Test
    void required_failing_is716() {
        ConnectionRig rig = learned(REQUIRED, Standing.FAILING);
        assertThat(rig.words()).last().isEqualTo("ApplySettings 716 completion");
        assertThat(rig.last().detail().reason()).contains("SERVFAIL");
    }

    @Test
    void required_oneAnswers_connects() {
        ConnectionRig rig = learned(REQUIRED, two(Standing.SILENT, Standing.ANSWERING));
        assertThat(rig.words()).last().isEqualTo("Connected completion");
    }

    @Test
    void nobodyTold_connects_butNotWhereNamesAreRequired() {
        TunnelProjection none = new TunnelProjection(
                TWO.ipv4(), TWO.ipv4Peer(), null, null, null, null, List.of(), List.of(), 1400, "mschapv2");
        ConnectionRig rig = learned(PLAIN, none);
        assertThat(rig.words()).last().isEqualTo("Connected completion");
        assertThat(service(rig).state()).isEqualTo("none");
        assertThat(service(rig).reason()).isEmpty();
        assertThat(learned(REQUIRED, none).words()).last().isEqualTo("ApplySettings 716 completion");
    }

    @Test
    void dnsOff_namesAreLeftAlone() {
        ConnectionRig rig = learned(REQUIRED.with(EntryOption.DNS, "false"), ScriptedTunnel.PROJECTION);
        assertThat(rig.words()).last().isEqualTo("Connected completion");
        assertThat(rig.record.status().projection().names()).isNull();
    }

    @Test
    void given_areAskedAndUsedInsteadOfTheServers_withDnsOffToo() {
        InetAddress ours = InetAddress.ofLiteral("10.9.0.99");
        Entry given = REQUIRED.with(EntryOption.DNS_SERVERS, "10.9.0.99,fd00::99");
        for (Entry entry : List.of(given, given.with(EntryOption.DNS, "false"))) {
            ConnectionRig rig = asking(entry);
            assertThat(rig.peer().request.given()).containsExactly(ours, InetAddress.ofLiteral("fd00::99"));
            assertThat(rig.peer().request.names()).isEqualTo(LearningRequest.Names.REQUIRED);
            rig.peer()
                    .listener
                    .learned(TWO.with(LearnedNetwork.NONE.with(List.of(new NameServer(ours, Standing.ANSWERING)))));
            rig.loop.drain();
            assertThat(rig.words()).last().isEqualTo("Connected completion");
            assertThat(resolver(rig))
                    .as("fd00::99 cannot be asked without an address")
                    .containsExactly(ours);
            assertThat(rig.record.status().projection().dns()).containsExactly("10.9.0.99");
            assertThat(service(rig).servers()).containsExactly(new NameService.Server("10.9.0.99", "answering"));
        }
    }

    @Test
    void givenIPv6Address_isAskedForWithTheRest() {
        assertThat(asking(PLAIN.with(EntryOption.ADDRESS_IPV6, "2001:db8::7/64"))
                        .peer()
                        .request
                        .address())
                .isEqualTo(InetAddress.ofLiteral("2001:db8::7"));
        assertThat(asking(PLAIN).peer().request.address()).isNull();
    }

    @Test
    void given_silent_or_withoutAnAddressToAskThemFrom_is716() {
        Entry given = REQUIRED.with(EntryOption.DNS_SERVERS, "10.9.0.99");
        ConnectionRig silent = learned(
                given,
                TWO.with(LearnedNetwork.NONE.with(
                        List.of(new NameServer(InetAddress.ofLiteral("10.9.0.99"), Standing.SILENT)))));
        assertThat(silent.words()).last().isEqualTo("ApplySettings 716 completion");
        assertThat(silent.last().detail().advice()).contains("dns-servers").doesNotContain("dns=false");
        ConnectionRig lost = learned(REQUIRED.with(EntryOption.DNS_SERVERS, "fd00::99"), TWO);
        assertThat(lost.words()).last().isEqualTo("ApplySettings 716 completion");
        assertThat(lost.last().detail().reason()).contains("no address to ask");
    }

    @Test
    void hostDoesNotResolveThroughThem_theStatusSaysSo() {
        ConnectionRig rig = asking(PLAIN);
        rig.host.memoryResolver().troubled("Somebody else has the last word.");
        rig.peer().listener.learned(ScriptedTunnel.PROJECTION.with(names(Standing.ANSWERING)));
        rig.loop.drain();
        assertThat(rig.words()).last().isEqualTo("Connected completion");
        assertThat(service(rig).state()).isEqualTo("not-set");
        assertThat(service(rig).reason()).isEqualTo("Somebody else has the last word.");
        assertThat(service(rig).advice()).isNotEmpty();
    }

    @Test
    void hostDoesNotResolveThroughThem_required_is716AndNothingIsLeft_C3_H6() {
        ConnectionRig rig = asking(REQUIRED);
        rig.host.memoryResolver().troubled("Somebody else has the last word.");
        rig.peer().listener.learned(ScriptedTunnel.PROJECTION.with(names(Standing.ANSWERING)));
        rig.loop.drain();
        assertThat(rig.words()).last().isEqualTo("ApplySettings 716 completion");
        assertThat(rig.last().detail().reason()).isEqualTo("Somebody else has the last word.");
        assertThat(rig.host.present()).isEmpty();
        assertThat(rig.journal.lines()).isEmpty();
    }

    @Test
    void rewrittenAndNotRepaired_theStatusSaysSo_untilItIs() {
        ConnectionRig rig = learned(PLAIN, Standing.ANSWERING);
        HostDesk desk = rig.desk;
        rig.host.refuse(_ -> true, Failure.of(5, Layer.DNS, "cannot write /etc/resolv.conf"));
        desk.namesRewritten();
        assertThat(service(rig).state()).isEqualTo("not-set");
        assertThat(service(rig).reason()).isEqualTo("cannot write /etc/resolv.conf.");
        rig.host.refuseNothing();
        desk.namesRewritten();
        assertThat(service(rig).state()).isEqualTo("answering");
    }

    @Test
    void ended_keepsWhatWasKnown_S3() {
        ConnectionRig rig = learned(PLAIN, Standing.ANSWERING);
        rig.connection.hangUp(Failure.of(631, Layer.MANAGER, "test"));
        rig.loop.drain();
        assertThat(rig.words()).last().isEqualTo("Disconnected cause 631 ending");
        assertThat(service(rig).state()).isEqualTo("answering");
    }

    /// The history keeps microseconds: what is told live and what is read again later are the same.
    @Test
    void since_isTold_asItIsKept_S3() {
        MemoryHost host = new MemoryHost();
        HostDesk desk = new HostDesk(new HostLedger(host, Journal.open(new MemoryLines())), Runnable::run);
        NameWatch watch = new NameWatch("c-1", () -> ConnectionRig.START.plusNanos(1_234_567), desk);
        watch.saw(PLAIN, TWO);
        assertThat(Objects.requireNonNull(watch.service()).since()).isEqualTo(ConnectionRig.START.plusNanos(1_234_000));
    }
}
