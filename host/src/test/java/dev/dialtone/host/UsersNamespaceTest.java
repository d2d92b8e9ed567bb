package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Network namespaces that a user owns, made and taken away by the real kernel; util-linux is the witness. The probe
/// has a mount namespace of its own: what it mounts goes with it.
@Tag("namespace")
class UsersNamespaceTest {
    private static final int USER = 50_401;
    private static final int OTHER = 50_402;
    private static final String NONE = "whose Nobody[]\n";

    private final String name = "dtu-" + ProcessHandle.current().pid();
    private final String own = "own " + name + " " + USER;
    private final Path file = Path.of("/run/netns", name);
    private final Path names = Path.of("/etc/netns", name, "resolv.conf");
    private TestNamespace machine;

    @BeforeEach
    void makeMachine() {
        machine = new TestNamespace();
        TestNamespace.require(
                UserNamespaceLimits.OF_MACHINE.obstacle().isEmpty(),
                "no user namespaces for users: " + UserNamespaceLimits.OF_MACHINE.obstacle());
    }

    @AfterEach
    void deleteMachine() throws Exception {
        if (machine != null) {
            machine.close();
        }
        Files.deleteIfExists(names);
        Files.deleteIfExists(names.getParent());
        Files.deleteIfExists(file);
    }

    private String inside(String step) {
        return "inside " + name + " " + step;
    }

    /// A command of another user, who tries to get into the network namespace alone.
    private String enteredBy(int uid) {
        return "run setpriv --reuid=" + uid + " --regid=" + uid + " --clear-groups -- nsenter --net=/run/netns/" + name
                + " true";
    }

    @Test
    void madeForAUser_changedInside_undone_nothingIsLeft() {
        String said = machine.probe(
                own,
                "whose " + name,
                inside("open dial0"),
                inside("up dial0 1400"),
                inside("address dial0 10.9.0.2 32 10.9.0.1"),
                inside("route dial0 0.0.0.0/1 - 7"),
                inside("dns dial0=10.0.0.53;corp.example;all"),
                "run ip netns exec " + name + " ip address",
                "run ip netns exec " + name + " cat /etc/resolv.conf",
                enteredBy(USER),
                enteredBy(OTHER),
                "undo",
                inside("close dial0"),
                "whose " + name,
                "run ip netns");
        String[] parts = said.split("(?m)^\\$ .*\n", -1);
        assertThat(parts[0]).isEqualTo("whose User[uid=" + USER + "]\n");
        assertThat(parts[1]).contains("mtu 1400", "inet 10.9.0.2 peer 10.9.0.1/32", "LOOPBACK,UP");
        assertThat(parts[2]).contains("nameserver 10.0.0.53\nsearch corp.example\n");
        assertThat(parts[3]).as("not without the user namespaces").contains("not permitted");
        assertThat(parts[4]).contains("not permitted");
        assertThat(parts[5] + parts[4]).contains(NONE);
        assertThat(parts[5]).doesNotContain(name);
        assertThat(names.getParent()).doesNotExist();
        assertThat(file).doesNotExist();
    }

    @Test
    void madeByRoot_isTheMachines() {
        assertThat(machine.probe("whose " + name, "make " + name, "whose " + name, "undo"))
                .isEqualTo(NONE + "whose Machine[]\n");
    }

    @Test
    void ofOneUserNamespaceAlone_isAStrangers(@TempDir Path folder) throws Exception {
        Path script = Files.writeString(
                folder.resolve("make"),
                "touch " + file + "; setpriv --reuid=" + USER + " --regid=" + USER
                        + " --clear-groups unshare -rn sleep 20 & p=$!\n"
                        + "for i in $(seq 200); do readlink /proc/$p/exe | grep -q sleep && break; sleep 0.05; done\n"
                        + "mount --bind /proc/$p/ns/net " + file + "; kill $p\n");
        assertThat(machine.probe("run sh " + script, "whose " + name, "disown " + name + " " + USER, "there " + name))
                .contains("whose Stranger[]", "there true");
    }

    @Test
    void ofAnotherUser_isNotTakenAway_whateverItsMark() {
        assertThat(machine.probe(
                        own,
                        "run ip netns exec " + name + " ip link set lo alias somebody-else",
                        "disown " + name + " " + OTHER,
                        "unmake " + name,
                        "whose " + name,
                        "disown " + name + " " + USER,
                        "whose " + name))
                .contains("whose User[uid=" + USER + "]\n" + NONE);
        assertThat(file).doesNotExist();
    }

    @Test
    void killed_whatIsLeftIsTakenAwayByTheNext() {
        machine.probe(own, inside("open dial0"), inside("dns dial0=10.0.0.53;;all"), "die");
        assertThat(file).as("its mount went with the process").isEmptyFile();
        assertThat(names).exists();
        new LinuxHost().undo(new HostChange.NewResolvConf(names.toString(), 1).in(name));
        String gone = "disown " + name + " " + USER;
        assertThat(machine.probe(gone, gone, "whose " + name)).isEqualTo(NONE);
        assertThat(file).doesNotExist();
    }

    @Test
    void nameWithFilesOfAnAdministrators_isRefusedAndTheyStay() throws Exception {
        Files.createDirectories(names.getParent());
        Files.writeString(names, "nameserver 192.0.2.53\n");
        assertThat(machine.probe("whose " + name, own))
                .isEqualTo("whose Machine[]\nrefused error=5 layer=host reason=the network namespace " + name
                        + " is not free\n");
        assertThat(names).hasContent("nameserver 192.0.2.53\n");
        assertThat(file).doesNotExist();
    }

    @Test
    void nameTaken_make_isRefused() {
        assertThat(machine.probe("make " + name, own))
                .isEqualTo("refused error=5 layer=host reason=the network namespace " + name + " is not free\n");
    }

    @Test
    void whereUsersMayNot_isRefusedByTheSettingsName() {
        String java = String.join("' '", TestNamespace.probeCommand("survey", own));
        // the setting of a user namespace of the test's own, in which the probe is root
        assertThat(machine.run(
                                "unshare",
                                "--map-root-user",
                                "sh",
                                "-c",
                                "echo 0 > /proc/sys/user/max_user_namespaces; '" + java + "'")
                        .output())
                .contains("user.max_user_namespaces is 0")
                .contains("refused error=5 layer=host reason=cannot make a network namespace for this user");
        assertThat(file).doesNotExist();
    }
}
