package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Network namespaces made, used and taken away again by the real kernel; `ip netns` is the witness. The probe has a
/// mount namespace of its own: what it mounts goes with it.
@Tag("namespace")
class NetworkNamespaceTest {
    private final String name = "dtq-" + ProcessHandle.current().pid();
    private final Path file = Path.of("/run/netns", name);
    private final Path names = Path.of("/etc/netns", name, "resolv.conf");
    private TestNamespace machine;

    @BeforeEach
    void makeMachine() {
        machine = new TestNamespace();
    }

    @AfterEach
    void deleteMachine() throws Exception {
        if (machine != null) {
            machine.close();
        }
        Files.deleteIfExists(file);
    }

    private String inside(String step) {
        return "inside " + name + " " + step;
    }

    @Test
    void made_changedInside_undone_nothingIsLeft() {
        String said = machine.probe(
                "make " + name,
                inside("free"),
                inside("open dial0"),
                inside("up dial0 1400"),
                inside("address dial0 10.9.0.2 32 10.9.0.1"),
                inside("route dial0 0.0.0.0/1 - 7"),
                inside("route dial0 2001:db8::/32 - 7"),
                inside("dns dial0=10.0.0.53;corp.example;all"),
                inside("free"),
                "free",
                "run ip netns exec " + name + " ip address",
                "run ip netns exec " + name + " ip route",
                "run ip netns exec " + name + " cat /etc/resolv.conf",
                "run stat -c %A " + names,
                "run ip netns exec " + name + " ip link show lo",
                "run ip address",
                "undo",
                inside("close dial0"),
                "there " + name,
                "run ip netns");
        String[] parts = said.split("(?m)^\\$ .*\n", -1);
        assertThat(parts[0]).isEqualTo("free dial0\nfree dial1\nfree dial0\n");
        assertThat(parts[1]).contains("mtu 1400", "inet 10.9.0.2 peer 10.9.0.1/32", "LOOPBACK,UP");
        assertThat(parts[2]).contains("0.0.0.0/1 dev dial0 proto 209 scope link metric 7");
        assertThat(parts[3]).contains("nameserver 10.0.0.53\nsearch corp.example\n");
        assertThat(parts[4]).isEqualTo("-rw-r--r--\n");
        assertThat(parts[5]).contains("alias made by dialtone");
        assertThat(parts[6]).as("outside").contains("lo").doesNotContain("dial0");
        assertThat(parts[6] + parts[7]).contains("there false").doesNotContain(name);
        assertThat(names.getParent()).doesNotExist();
        assertThat(file).doesNotExist();
    }

    @Test
    void wayAroundAndUnreachable_areThoseInside_whateverLeadsOutside() {
        machine.ethernet("eth9");
        machine.make("ip", "address", "add", "192.0.2.7/24", "dev", "eth9");
        machine.make("ip", "route", "add", "default", "via", "192.0.2.1");
        String said = machine.probe(
                "make " + name,
                "around 203.0.113.0/24",
                inside("around 203.0.113.0/24"),
                inside("nowhere 203.0.113.0/24"),
                "run ip netns exec " + name + " ip route",
                "run ip route show 203.0.113.0/24",
                "run ip netns exec " + name + " ip link add own type veth peer name beyond",
                "run ip netns exec " + name + " ip link set beyond up",
                "run ip netns exec " + name + " ip address add 10.7.0.2/24 dev own",
                "run ip netns exec " + name + " ip link set own up",
                "run ip netns exec " + name + " ip route add 203.0.112.0/20 via 10.7.0.1",
                inside("around 203.0.113.0/24"),
                "undo",
                "there " + name);
        assertThat(said.replaceAll("(?m)^\\$ .*\n", "")).isEqualTo("""
                        around Optional[NextHop[link=eth9, gateway=/192.0.2.1, source=/192.0.2.7]]
                        around Optional.empty
                        unreachable 203.0.113.0/24 proto 209 metric 1000000\s
                        around Optional[NextHop[link=own, gateway=/10.7.0.1, source=/10.7.0.2]]
                        there false
                        """);
    }

    @Test
    void killed_whatIsLeftIsTakenAwayByTheNext() {
        machine.probe("make " + name, inside("open dial0"), inside("dns dial0=10.0.0.53;;all"), "die");
        assertThat(file).as("its mount went with the process").isEmptyFile();
        assertThat(names).exists();
        HostChange left = new HostChange.NewResolvConf(names.toString(), 1);
        new LinuxHost().undo(left.in(name));
        assertThat(names.getParent()).doesNotExist();
        assertThat(machine.probe(inside("close dial0"), "unmake " + name, "unmake " + name, "there " + name))
                .isEqualTo("there false\n");
        assertThat(file).doesNotExist();
    }

    @Test
    void madeByAnother_isUsedAndNeverTakenAway() {
        String said = machine.probe(
                "run ip netns add " + name,
                inside("open dial0"),
                inside("up dial0 1400"),
                "run ip -n " + name + " link show dial0",
                inside("undoup dial0 1400"),
                inside("close dial0"),
                "unmake " + name,
                "there " + name,
                "run ip netns del " + name);
        assertThat(said).contains("mtu 1400", "there true");
        assertThat(file).doesNotExist();
    }

    @Test
    void nameTaken_make_isRefusedWith633() {
        assertThat(machine.probe("make " + name, "make " + name))
                .startsWith("refused error=633 layer=host reason=there is a network namespace " + name);
    }

    @Test
    void nameMissing_insideIsRefusedAndUndoneAlready() {
        assertThat(machine.probe(inside("close dial0"), inside("unaddress dial0 10.9.0.2 32"), inside("open dial0")))
                .startsWith("refused error=633 layer=host reason=cannot open the network namespace " + name);
    }

    @Test
    void fileThatIsNoNamespace_isRefusedAndKept() throws Exception {
        Files.writeString(file, "somebody's");
        assertThat(machine.probe("unmake " + name, "there " + name, inside("open dial0")))
                .startsWith("there true\nrefused error=633 layer=host reason=cannot enter the network namespace");
        assertThat(file).hasContent("somebody's");
    }

    @Test
    void withoutTheRight_isRefusedByItsName() {
        List<String> command =
                new ArrayList<>(List.of("setpriv", "--bounding-set=-sys_admin", "--inh-caps=-sys_admin"));
        command.addAll(List.of(TestNamespace.probeCommand("survey", "make " + name)));
        assertThat(machine.run(command.toArray(String[]::new)).output())
                .contains("subject=namespaces, verdict=OK", "may not enter network namespaces")
                .contains("refused error=5 layer=host")
                .contains("EPERM");
        assertThat(file).doesNotExist();
    }
}
