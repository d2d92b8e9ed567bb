package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// Users of the machine, each with network namespaces of their own: the daemon is root's, the command line runs as a
/// user without any right; kernel and util-linux are real.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@OwnMachines
@Timeout(180)
class UsersNamespaceTest {
    private static final OtherUser ANN = new OtherUser(50_301);
    private static final OtherUser BOB = new OtherUser(50_302);
    private static final OtherUser UNKNOWN = new OtherUser(50_303);

    private Path copy;
    private String modules = "";
    private Path folder;
    private Path password;
    private TwinRig rig;
    private String mine = "";
    private String before = "";
    private String hostBefore = "";

    @BeforeAll
    void copy() throws Exception {
        Requires.namespaces();
        Requires.programs("setpriv", "unshare", "nsenter", "setsid", "getent");
        copy = PublicCopy.folder();
        modules = PublicCopy.modules(copy);
    }

    @AfterAll
    void deleteCopy() {
        if (copy != null) {
            PeerProcess.run("rm", "-rf", copy.toString());
        }
    }

    @BeforeEach
    void begin() throws Exception {
        folder = PublicCopy.folder();
        rig = TwinRig.up(folder);
        rig.done("entry", "set", TwinRig.A, "users=" + ANN.uid());
        rig.done("entry", "set", TwinRig.B, "users=" + BOB.uid());
        password = passwordOf(ANN);
        mine = rig.namespace("mine");
        before = rig.traces();
        hostBefore = rig.hostState();
    }

    @AfterEach
    void end() {
        if (rig != null) {
            rig.close();
        }
        if (folder != null) {
            PeerProcess.run("rm", "-rf", folder.toString());
        }
    }

    private Path passwordOf(OtherUser user) throws IOException {
        Path file = Files.writeString(folder.resolve("of-" + user.uid()), "of-" + rig.machine(TwinRig.A) + "\n");
        Files.setAttribute(file, "unix:uid", user.uid());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private PeerProcess as(OtherUser user, String... arguments) {
        return rig.startAs(user, modules, arguments).await();
    }

    private String annDoes(String... arguments) {
        PeerProcess process = as(ANN, arguments);
        assertThat(process.code()).as("%s", process).isZero();
        return process.text();
    }

    private String annRuns(String target, String script) {
        return annDoes("exec", target, "--", "bash", "-c", script);
    }

    private void assertDenied(PeerProcess process, String... words) {
        assertThat(process.code()).as("%s", process).isEqualTo(4);
        assertThat(process.errors()).contains("RAS_ERROR=5");
        for (String word : words) {
            assertThat(process.errors()).contains(word);
        }
    }

    private void assertNothingLeft() {
        assertThat(rig.traces()).isEqualTo(before);
        assertThat(rig.hostState()).isEqualTo(hostBefore);
    }

    @Test
    void dialledByAUser_execReachesTheServerAndItsNamesAsThatUser_andNothingIsLeft_H7_H6() {
        rig.answerNames(TwinRig.A);
        annDoes("dial", TwinRig.A, "--netns", mine);
        assertThat(rig.hostState()).as("nothing of it is outside").isEqualTo(hostBefore);
        assertThat(annRuns(TwinRig.A, "id -u; id -g; grep -E '^Cap(Prm|Eff)' /proc/self/status; ls /proc/self/fd"))
                .isEqualTo(ANN.uid() + "\n" + ANN.uid() + "\nCapPrm:\t0000000000000000\nCapEff:\t0000000000000000\n"
                        + "0\n1\n2\n3\n");
        assertThat(annRuns(
                        TwinRig.A,
                        "cat /etc/resolv.conf; getent ahostsv4 intranet.example; exec 3<>/dev/tcp/intranet.example/"
                                + BannerProgram.PORT + "; cat <&3"))
                .contains("nameserver 10.99.0.53\n")
                .containsPattern("10\\.99\\.0\\.1 +STREAM")
                .endsWith("this is a\n");
        assertThat(rig.exec(TwinRig.A, "cat /etc/resolv.conf; ip route get 203.0.113.1"))
                .as("root comes in too")
                .contains("nameserver 10.99.0.53\n")
                .contains("dev dial0");
        annDoes("hangup", TwinRig.A);
        assertNothingLeft();
    }

    @Test
    void exec_isTheCommand_itsCodeAndItsSignals() {
        annDoes("dial", TwinRig.A, "--netns", mine);
        assertThat(as(ANN, "exec", TwinRig.A, "--", "sh", "-c", "exit 7").code())
                .isEqualTo(7);
        PeerProcess waiting = rig.startAs(ANN, modules, "exec", TwinRig.A, "--", "sh", "-c", "echo $$; exec sleep 60");
        String pid = waiting.line(line -> line.matches("[0-9]+")).text();
        assertThat(Long.parseLong(pid)).as("no process in between").isEqualTo(waiting.pid());
        waiting.terminate();
        assertThat(waiting.await().code()).isEqualTo(128 + 15);
    }

    @Test
    void anotherUser_comesInByNoWay_andNotIntoWhatIsTheMachines_H7() throws Exception {
        annDoes("dial", TwinRig.A, "--netns", mine);
        assertDenied(as(BOB, "exec", TwinRig.A, "--", "id"));
        assertDenied(as(BOB, "dial", TwinRig.B, "--netns", mine), mine, "Choose another name");
        Path names = Files.createDirectories(Path.of("/etc/netns", rig.namespace("kept")))
                .resolve("resolv.conf");
        Files.writeString(names, "nameserver 192.0.2.53\n");
        try {
            for (String taken : List.of(rig.namespace("kept"), rig.namespace(TwinRig.A), rig.machine(TwinRig.B))) {
                PeerProcess refused = as(BOB, "dial", TwinRig.B, "--netns", taken);
                assertDenied(refused);
                assertThat(refused.errors().replace(taken, mine))
                        .as("says no more than of another user's")
                        .isEqualTo(as(BOB, "dial", TwinRig.B, "--netns", mine).errors());
            }
            assertThat(names).hasContent("nameserver 192.0.2.53\n");
        } finally {
            Files.delete(names);
            Files.delete(names.getParent());
        }
        for (String namespace : List.of("--net=/run/netns/" + mine, "--user=" + userNamespaceOf(mine))) {
            PeerProcess entered = PeerProcess.run(PublicCopy.as(BOB.uid(), List.of("nsenter", namespace, "true"))
                    .toArray(String[]::new));
            assertThat(entered.code()).as("the kernel: %s", entered).isNotZero();
        }
        assertThat(rig.run("dial", TwinRig.B, "--netns", mine).errors())
                .as("root does not fall into it")
                .contains("belongs to a user")
                .contains("RAS_ERROR=633");
        annDoes("hangup", TwinRig.A);
        assertNothingLeft();
    }

    /// Of a process of Ann's that is in it.
    private String userNamespaceOf(String namespace) {
        PeerProcess inside = rig.startAs(ANN, modules, "exec", TwinRig.A, "--", "sh", "-c", "echo $$; exec sleep 60");
        String pid = inside.line(line -> line.matches("[0-9]+")).text();
        assertThat(namespace).isEqualTo(mine);
        return "/proc/" + pid + "/ns/user";
    }

    @Test
    void withoutAnEntry_onlyIntoANamespaceOfTheirs_andWhomNoEntryNamesNotAtAll_H7() throws Exception {
        Path ca = Files.copy(folder.resolve(TwinRig.A).resolve("ca.pem"), folder.resolve("ann.pem"));
        Files.setPosixFilePermissions(ca, PosixFilePermissions.fromString("rw-r--r--"));
        List<String> dial = List.of(
                "dial",
                "--server",
                "203.0.113.1",
                "--ca",
                ca.toString(),
                "--user",
                "bench",
                "-o",
                "server-name=answerer.dialtone.example",
                "--password-file",
                password.toString());
        String[] withoutPlace = dial.toArray(String[]::new);
        String[] placed = with(dial, "--netns", mine);
        assertDenied(as(ANN, withoutPlace), "--netns NAME");
        Path theirs = passwordOf(UNKNOWN);
        assertDenied(
                as(
                        UNKNOWN,
                        Arrays.stream(placed)
                                .map(word -> word.equals(password.toString()) ? theirs.toString() : word)
                                .toArray(String[]::new)),
                "no entry names this user");
        assertThat(rig.traces()).isEqualTo(before);

        annDoes(placed);
        assertThat(annRuns(
                        "203.0.113.1", "exec 3<>/dev/tcp/" + TwinRig.INSIDE + "/" + BannerProgram.PORT + "; cat <&3"))
                .isEqualTo("this is a\n");
        assertThat(rig.hostState()).isEqualTo(hostBefore);
        assertThat(annDoes("list")).contains("203.0.113.1 (user " + ANN.uid() + ")");
        assertDenied(as(BOB, "exec", "203.0.113.1 (user " + ANN.uid() + ")", "--", "id"));
        annDoes("hangup", "203.0.113.1");
        assertNothingLeft();
    }

    private static String[] with(List<String> words, String... more) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void daemonKilled_whereverTheDialIs_itsSuccessorTakesAllAway_H6_C9() {
        for (String state : List.of("OpenPort", "PortOpened", "AuthProject", "ApplySettings", "Connected")) {
            PeerProcess dial = rig.startAs(ANN, modules, "dial", TwinRig.A, "--netns", mine, "--json");
            dial.line(line -> line.contains("\"state\":\"" + state + "\""));
            rig.killDaemon();
            dial.await();
            rig.restartDaemon();
            assertThat(rig.traces()).as("killed in %s", state).isEqualTo(before);
            assertThat(rig.hostState()).as("killed in %s", state).isEqualTo(hostBefore);
        }
        annDoes("dial", TwinRig.A, "--netns", mine);
        assertThat(annRuns(TwinRig.A, "ip -o link show dial0")).contains("dial0");
        annDoes("hangup", TwinRig.A);
        assertNothingLeft();
    }

    @Test
    void whatUsersDoInTheirs_keepsNothingFromBeingUndone_H6() {
        annDoes("dial", TwinRig.A, "--netns", mine);
        PeerProcess left = rig.startAs(ANN, modules, "exec", TwinRig.A, "--", "sh", "-c", "echo $$; exec sleep 60");
        String pid = left.line(line -> line.matches("[0-9]+")).text();
        // what they may as root of their namespace: the mark that the machine's have, what a connection is made of
        rig.exec(
                TwinRig.A,
                "ip link set lo alias somebody-elses; ip address flush dev dial0; ip link set dial0 down mtu 9000");
        annDoes("hangup", TwinRig.A);
        assertNothingLeft();
        assertThat(PeerProcess.run("nsenter", "--net=/proc/" + pid + "/ns/net", "ip", "-o", "link")
                        .text())
                .as("who stays there has no way out")
                .contains(": lo:")
                .doesNotContain("dial");
        left.terminate();
        left.await();
    }
}
