package dev.dialtone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real TUN interfaces at both ends, and behind the answerer dnsmasq as a name server that nobody here wrote, or nobody
/// at all. IPCP tells 10.99.0.53 and 10.99.0.54.
@OwnMachines
@Timeout(300)
class NamesStrangersTest {
    private static final String NAMES = "cat /etc/resolv.conf";

    @TempDir
    Path folder;

    /// @param listen addresses, made on the server's loopback
    private static void dnsmasq(TunnelRig rig, String... listen) {
        for (String address : listen) {
            rig.inServer("ip", "address", "add", address + "/32", "dev", "lo");
        }
        rig.startInServer(
                "dnsmasq",
                "-k",
                "-C",
                "/dev/null",
                "--user=root",
                "--pid-file=",
                "--listen-address=" + String.join(",", listen),
                "--bind-interfaces",
                "--no-resolv",
                "--no-hosts",
                "--local=/corp.example/",
                "--host-record=www.corp.example,10.99.0.80",
                "--log-queries",
                "--log-facility=-");
        // it is up before anybody is told of it
        rig.inServer(
                "sh",
                "-c",
                "for i in $(seq 100); do ss -uln | grep -qF '" + listen[0] + ":53' && exit 0; sleep 0.1; done; exit 1");
    }

    private static JsonObject names(TunnelRig rig) {
        return rig.projection().object("names").orElseThrow();
    }

    private static List<String> servers(TunnelRig rig) {
        return names(rig).objects("servers").stream()
                .map(server -> server.text("address") + " " + server.text("state"))
                .toList();
    }

    private static void awaitState(TunnelRig rig, String state) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(70);
        while (!names(rig).text("state").equals(state) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(200);
        }
        assertThat(names(rig).text("state")).isEqualTo(state);
    }

    /// A server that is asked for the first time on a busy machine may set up its end of the link for longer than
    /// name servers are waited for.
    private static void warmUp(TunnelRig rig) throws InterruptedException {
        rig.entry("--split");
        rig.dial();
        awaitState(rig, "answering");
        rig.hangUp();
    }

    @Test
    void dnsmasqAnswers_namesWork_andNothingIsLeft_H6() throws InterruptedException {
        Requires.namespaces();
        Requires.programs("dnsmasq");
        try (TunnelRig rig = TunnelRig.idle(folder, "")) {
            dnsmasq(rig, "10.99.0.53", "10.99.0.54");
            String before = rig.inClient("sh", "-c", NAMES);
            warmUp(rig);
            rig.entry("--split", "domains=corp.example", "require-names=true");
            rig.dial();
            assertThat(names(rig).text("state")).isEqualTo("answering");
            assertThat(servers(rig).getFirst()).isEqualTo("10.99.0.53 answering");
            assertThat(rig.inClient("getent", "ahostsv4", "www")).contains("10.99.0.80");
            rig.hangUp();
            assertThat(rig.inClient("sh", "-c", NAMES)).isEqualTo(before);
        }
    }

    /// A resolver waits 5 s for each server before it asks the next: the one that answers is asked first.
    @Test
    void firstSilent_lookUpsDoNotWaitForIt() throws InterruptedException {
        Requires.namespaces();
        Requires.programs("dnsmasq");
        try (TunnelRig rig = TunnelRig.idle(folder, "")) {
            dnsmasq(rig, "10.99.0.54");
            warmUp(rig);
            rig.entry("--split", "domains=corp.example", "require-names=true");
            rig.dial();
            assertThat(rig.inClient("sh", "-c", NAMES)).contains("nameserver 10.99.0.54\nnameserver 10.99.0.53\n");
            long began = System.nanoTime();
            assertThat(rig.inClient("getent", "ahostsv4", "www")).contains("10.99.0.80");
            assertThat((System.nanoTime() - began) / 1_000_000)
                    .as("milliseconds of a look-up")
                    .isLessThan(4_000);
            rig.hangUp();
        }
    }

    @Test
    void nobodyAnswers_connects_andTheStatusSaysSo_untilOneDoes() throws InterruptedException {
        Requires.namespaces();
        Requires.programs("dnsmasq");
        try (TunnelRig rig = TunnelRig.idle(folder, "")) {
            rig.entry("--split");
            rig.dial();
            awaitState(rig, "silent");
            assertThat(names(rig).text("reason")).contains("10.99.0.53, 10.99.0.54");
            assertThat(rig.status()).contains("NAMES", "silent since", "No name server answers", "dns=false");
            dnsmasq(rig, "10.99.0.53");
            // asked again 15 s after it was given up
            awaitState(rig, "answering");
            assertThat(servers(rig)).containsExactly("10.99.0.53 answering", "10.99.0.54 silent");
            rig.hangUp();
        }
    }

    /// Somebody else writes the file, and lets the daemon write it no more.
    @Test
    void resolvConfThatCannotBeRepaired_statusSaysSo_untilItCan() throws InterruptedException {
        Requires.namespaces();
        Requires.programs("dnsmasq", "nsenter");
        try (TunnelRig rig = TunnelRig.idle(folder, "")) {
            dnsmasq(rig, "10.99.0.53", "10.99.0.54");
            rig.entry("--split");
            rig.dial();
            awaitState(rig, "answering");
            rig.asTheDaemonSees("mount -o remount,bind,ro /etc/resolv.conf");
            rig.writeResolvConf("nameserver 192.0.2.99\n");
            awaitState(rig, "not-set");
            assertThat(rig.status()).contains("NAMES", "not set on this host", "resolv.conf");
            rig.asTheDaemonSees("mount -o remount,bind,rw /etc/resolv.conf");
            awaitState(rig, "answering");
            assertThat(rig.inClient("sh", "-c", NAMES)).contains("nameserver 10.99.0.53");
            rig.hangUp();
            assertThat(rig.inClient("sh", "-c", NAMES)).isEqualTo("nameserver 192.0.2.99\n");
        }
    }
}
