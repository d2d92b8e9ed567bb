package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Verdict;
import dev.dialtone.host.Host.HostFinding;
import dev.dialtone.host.Host.Link;
import dev.dialtone.host.NameServerCheck.ServerAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each check of the host with what it may see.
class HostChecksTest {
    private static final Instant NOW = Instant.parse("2026-11-26T04:00:00Z");

    @TempDir
    Path folder;

    private static void is(HostFinding finding, Verdict verdict, String text, String advice) {
        assertThat(finding.verdict()).as("%s", finding).isEqualTo(verdict);
        assertThat(finding.text()).contains(text);
        assertThat(finding.advice()).contains(advice);
    }

    @Test
    void rights_areNetAdminAndWhoHasThem() {
        is(
                RightsCheck.judge(ProcessRights.of("Uid:\t0\t0\t0\t0\nCapEff:\t000001ffffffffff\n")),
                Verdict.OK,
                "root with CAP_NET_ADMIN and CAP_NET_RAW",
                "");
        is(
                RightsCheck.judge(ProcessRights.of("Uid:\t7\t501\t7\t7\nCapEff:\t0000000000002000\n")),
                Verdict.FAILED,
                "user 501 without CAP_NET_ADMIN",
                "CAP_NET_ADMIN");
    }

    @Test
    void tun_isNamedByWhatTheKernelSays() {
        is(TunCheck.judge(new TunDevice.Probe.Ready()), Verdict.OK, "/dev/net/tun can be opened", "");
        is(TunCheck.judge(new TunDevice.Probe.Closed(Errno.ENXIO)), Verdict.FAILED, "ENXIO", "modprobe tun");
        is(TunCheck.judge(new TunDevice.Probe.Closed(Errno.EACCES)), Verdict.FAILED, "EACCES", "CAP_NET_ADMIN");
        is(TunCheck.judge(new TunDevice.Probe.Forbidden(Errno.EPERM)), Verdict.FAILED, "TUNSETIFF", "CAP_NET_ADMIN");
    }

    @Test
    void namespaces_areNoMatterForOtherConnections() {
        ProcessRights none = ProcessRights.of("Uid:\t0\t0\t0\t0\nCapEff:\t0000000000001000\n");
        is(NamespaceCheck.judge(none, false, Optional.empty()), Verdict.OK, "may not enter network namespaces", "");
        ProcessRights all = ProcessRights.of("Uid:\t0\t0\t0\t0\nCapEff:\t0000000000200000\n");
        is(NamespaceCheck.judge(all, true, Optional.empty()), Verdict.OK, "may enter", "");
    }

    @Test
    void namespacesOfUsers_thatTheMachineForbids_areNamedWithTheSetting() throws IOException {
        UserNamespaceLimits limits = new UserNamespaceLimits(folder);
        assertThat(limits.obstacle().orElseThrow().seen()).contains("no user namespaces");
        Files.createDirectories(folder.resolve("self/ns"));
        Files.createFile(folder.resolve("self/ns/user"));
        assertThat(limits.obstacle()).isEmpty();
        for (String setting : List.of(
                "kernel/apparmor_restrict_unprivileged_userns 1 0",
                "kernel/unprivileged_userns_clone 0 1",
                "user/max_user_namespaces 0 10000")) {
            String[] words = setting.split(" ", -1);
            Path file = folder.resolve("sys").resolve(words[0]);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.writeString(file, words[1] + "\n");
            String name = words[0].replace('/', '.');
            ProcessRights all = ProcessRights.of("Uid:\t0\t0\t0\t0\nCapEff:\t0000000000200000\n");
            is(
                    NamespaceCheck.judge(all, true, limits.obstacle()),
                    Verdict.OK,
                    "Users cannot have their own: " + name + " is " + words[1],
                    "sysctl -w " + name + "=" + words[2]);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-26T04:00:00Z, OK, which can be",
        "2026-11-25T05:00:00Z, OK, which can be",
        "1970-01-01T00:02:00Z, FAILED, not valid yet",
        "2061-01-01T00:00:00Z, FAILED, expired",
    })
    void clock_isJudgedByTheBuild(Instant now, Verdict verdict, String text) {
        is(ClockCheck.judge(now, Optional.of(NOW), false), verdict, text, verdict == Verdict.OK ? "" : "Set the clock");
    }

    @Test
    void clock_ofABuildWithoutAFile_canBe() {
        is(ClockCheck.judge(Instant.EPOCH, Optional.empty(), true), Verdict.OK, "systemd-timesyncd", "");
    }

    @Test
    void clock_ofThisMachineCanBe() {
        assertThat(new ClockCheck(java.time.InstantSource.system()).look().verdict())
                .isEqualTo(Verdict.OK);
    }

    @Test
    void otherVpnLinks_matterWhenEverythingGoesThroughThem() {
        Link wireguard = new Link("wg0", "wireguard", 1420, false);
        is(OtherVpnLinks.judge(List.of(), Set.of("eth0")), Verdict.OK, "No link", "");
        is(OtherVpnLinks.judge(List.of(wireguard), Set.of("eth0")), Verdict.OK, "wg0 (wireguard)", "");
        is(
                OtherVpnLinks.judge(List.of(wireguard), Set.of("eth0", "wg0")),
                Verdict.WARNING,
                "Everything goes through wg0",
                "Take the other VPN down");
    }

    @Test
    void otherVpnPrograms_areThoseOfThisNetworkNamespace() throws IOException {
        process("self", "dialtone", "net:[1]");
        process("10", "bash", "net:[1]");
        process("11", "openvpn", "net:[1]");
        process("12", "charon", "net:[2]");
        process("13", "pppd", "");
        Files.createDirectory(folder.resolve("fs"));
        is(
                new OtherVpnPrograms(folder).look(),
                Verdict.OK,
                "OpenVPN (openvpn, process 11), pppd (pppd, process 13)",
                "");
        assertThat(new OtherVpnPrograms(folder).look().text()).doesNotContain("strongSwan");
        Files.delete(folder.resolve("11").resolve("comm"));
        Files.delete(folder.resolve("13").resolve("comm"));
        is(new OtherVpnPrograms(folder).look(), Verdict.OK, "None among the 4 processes", "");
        is(new OtherVpnPrograms(folder.resolve("missing")).look(), Verdict.OK, "Unknown", "");
    }

    private void process(String number, String name, String namespace) throws IOException {
        Path process = Files.createDirectories(folder.resolve(number).resolve("ns"));
        Files.writeString(process.getParent().resolve("comm"), name + "\n");
        if (!namespace.isEmpty()) {
            Files.createSymbolicLink(process.resolve("net"), Path.of(namespace));
        }
    }

    private HostFinding names(String resolvConf, ServerAnswer... answers) throws IOException {
        Path file = Files.writeString(folder.resolve("resolv.conf"), resolvConf);
        List<InetAddress> asked = new ArrayList<>();
        return new NameServerCheck(new ResolvConfFile(file), server -> {
                    synchronized (asked) {
                        asked.add(server);
                    }
                    return answers[server.getAddress()[3] - 1];
                })
                .look();
    }

    @Test
    void nameServers_areToldOneByOne() throws IOException {
        ServerAnswer good = new ServerAnswer(true, "answers");
        ServerAnswer bad = new ServerAnswer(false, "does not answer");
        String two = "# c\nnameserver 10.0.0.1\nsearch x\nnameserver 10.0.0.2\nnameserver nonsense\n";
        is(names(two, good, good), Verdict.OK, "10.0.0.1 answers; 10.0.0.2 answers.", "");
        is(names(two, good, bad), Verdict.OK, "10.0.0.2 does not answer", "");
        is(names(two, bad, good), Verdict.WARNING, "waits for a server first", "nameserver");
        is(names(two, bad, bad), Verdict.WARNING, "No name server answers", "nameserver");
        is(names("", good), Verdict.OK, "names no server; 127.0.0.1 answers", "");
    }

    @Test
    void nameServers_afterTheThirdAreNotUsed() {
        assertThat(
                        NameServerCheck.servers(
                                "nameserver 1.1.1.1\nnameserver\t::1\n nameserver 2.2.2.2\nnameserver 3.3.3.3\nnameserver 4.4.4.4"))
                .extracting(InetAddress::getHostAddress)
                .containsExactly("1.1.1.1", "0:0:0:0:0:0:0:1", "3.3.3.3");
    }

    @Test
    void checkWithAFault_spoilsNoOther() {
        List<HostFinding> found = HostExamination.sideBySide(List.of(
                () -> {
                    throw new IllegalStateException("a fault");
                },
                () -> HostFinding.ok("tun", "fine")));
        assertThat(found).extracting(HostFinding::verdict).containsExactly(Verdict.WARNING, Verdict.OK);
        assertThat(found.getFirst().text()).contains("a fault");
    }

    @Test
    void policyRules_missingStopOnlyEntriesThatWantThem() {
        is(
                PolicyRulesCheck.judge(new NetlinkException(Errno.EAFNOSUPPORT, "")),
                Verdict.OK,
                "table=N cannot be dialled here",
                "CONFIG_IP_MULTIPLE_TABLES");
    }

    @Test
    void firewalld_isNoMatterForEntriesThatNameNoZone() {
        is(FirewalldCheck.judge(new Firewalld.State("", List.of())), Verdict.OK, "does not run", "");
        is(
                FirewalldCheck.judge(new Firewalld.State("public", List.of("public", "trusted"))),
                Verdict.OK,
                "in its default zone, public, and those of entries with a firewall-zone in that one: public, trusted.",
                "");
    }

    @Test
    void networkManager_hasToLetItselfBeTold() {
        is(NetworkManagerCheck.judge(NetworkManager.State.ABSENT), Verdict.OK, "does not run", "");
        is(NetworkManagerCheck.judge(NetworkManager.State.WILLING), Verdict.OK, "leave the interfaces", "");
        is(
                NetworkManagerCheck.judge(NetworkManager.State.FORBIDDEN),
                Verdict.OK,
                "does not let",
                "dialtone-networkmanager.conf");
    }

    @Test
    void killSwitch_missingStopsOnlyEntriesThatWantIt() {
        is(KillSwitchCheck.judge(new NetlinkException(Errno.EPERM, "")), Verdict.OK, "may not ask", "");
        is(
                KillSwitchCheck.judge(new NetlinkException(Errno.EPROTONOSUPPORT, "")),
                Verdict.OK,
                "kill-switch=true cannot be dialled here",
                "modprobe nf_tables");
    }
}
