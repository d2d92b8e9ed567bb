package dev.dialtone.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.host.Host.NextHop;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.HostException;
import dev.dialtone.host.HostListener;
import dev.dialtone.host.HostWatch;
import dev.dialtone.host.Resolver.LinkDns;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class MemoryHostTest {
    private static final InetAddress INNER = InetAddress.ofLiteral("10.0.0.2");
    private final MemoryHost host = new MemoryHost();

    @Test
    void changes_areShownInOrderAndGoOneByOne() {
        HostChange.Device device = new HostChange.Device(host.freeName());
        HostChange address = new HostChange.Address("dial0", INNER, 32, null);
        host.open(device);
        host.apply(address);
        host.apply(address);
        assertThat(host.present()).containsExactly(device, address);
        assertThat(host.freeName()).isEqualTo("dial1");
        host.undo(address);
        host.undo(address);
        assertThat(host.present()).containsExactly(device);
        assertThat(host.history())
                .extracting(MemoryHost.Event::deed)
                .containsExactly(MemoryHost.Deed.APPLIED, MemoryHost.Deed.APPLIED, MemoryHost.Deed.UNDONE);
    }

    @Test
    void crash_takesTheDevicesAndWhatIsTheirsOnly() {
        HostChange outer = new HostChange.Route(InetAddress.ofLiteral("192.0.2.9"), 32, "eth0", null, 0);
        host.open(new HostChange.Device("dial0"));
        host.apply(new HostChange.LinkUp("dial0", 1400));
        host.apply(new HostChange.Route(InetAddress.ofLiteral("10.0.0.0"), 8, "dial0", null, 0));
        host.apply(outer);
        host.crash();
        assertThat(host.present()).containsExactly(outer);
        assertThat(host.devices()).isEmpty();
    }

    @Test
    void change_toAnInterfaceThatIsNotThere_isRefused() {
        assertThatThrownBy(() -> host.apply(new HostChange.LinkUp("dial9", 1400)))
                .isInstanceOf(HostException.class);
        assertThat(host.present()).isEmpty();
    }

    @Test
    void refusal_asTold() {
        host.refuse(HostChange.Address.class::isInstance, Failure.of(5, Layer.HOST, "no"));
        host.open(new HostChange.Device("dial0"));
        HostChange address = new HostChange.Address("dial0", INNER, 32, null);
        assertThatThrownBy(() -> host.apply(address))
                .isInstanceOf(HostException.class)
                .hasMessage("no");
        host.refuseNothing();
        host.apply(address);
        assertThat(host.present()).contains(address);
    }

    @Test
    void routeTo_takesTheLongestPrefix() {
        InetAddress far = InetAddress.ofLiteral("198.51.100.7");
        assertThat(host.routeTo(far).link()).isEqualTo("eth0");
        host.open(new HostChange.Device("dial0"));
        host.apply(new HostChange.Route(InetAddress.ofLiteral("0.0.0.0"), 1, "dial0", null, 0));
        host.apply(new HostChange.Route(InetAddress.ofLiteral("128.0.0.0"), 1, "dial0", null, 0));
        assertThat(host.routeTo(far).link()).isEqualTo("dial0");
        host.apply(new HostChange.Route(far, 32, "eth0", InetAddress.ofLiteral("192.0.2.1"), 0));
        assertThat(host.routeTo(far).link()).isEqualTo("eth0");
    }

    private static final InetAddress FAR = InetAddress.ofLiteral("198.51.100.7");
    private static final NextHop OTHER =
            new NextHop("eth1", InetAddress.ofLiteral("203.0.113.1"), InetAddress.ofLiteral("203.0.113.9"));

    @Test
    void tunnelTakesEverything_outerRouteTo_followsTheDefaultRoute() {
        host.open(new HostChange.Device("dial0"));
        host.apply(new HostChange.Route(InetAddress.ofLiteral("0.0.0.0"), 0, "dial0", null, 0));
        assertThat(host.outerRouteTo(FAR)).map(NextHop::link).contains("eth0");
        host.defaultRoute(OTHER);
        assertThat(host.outerRouteTo(FAR)).contains(OTHER);
        assertThat(host.routeTo(FAR).link()).isEqualTo("dial0");
        host.loseDefaultRoute();
        assertThat(host.outerRouteTo(FAR)).isEmpty();
        host.reach(FAR, OTHER);
        assertThat(host.outerRouteTo(FAR)).contains(OTHER);
        assertThat(host.outerRouteTo(InetAddress.getLoopbackAddress()))
                .map(NextHop::link)
                .contains("lo");
    }

    @Test
    void noDefaultRoute_routeTo_isRefused() {
        host.loseDefaultRoute();
        assertThatThrownBy(() -> host.routeTo(FAR)).isInstanceOf(HostException.class);
    }

    @Test
    void pinnedRoute_moved_theNewestCountsAndEachIsUndoneByItself() {
        HostChange.Route old = new HostChange.Route(FAR, 32, "eth0", InetAddress.ofLiteral("192.0.2.1"), 0);
        HostChange.Route moved = new HostChange.Route(FAR, 32, "eth1", OTHER.gateway(), 0);
        host.apply(old);
        assertThatThrownBy(() -> host.apply(moved)).as("no such link yet").isInstanceOf(HostException.class);
        host.defaultRoute(OTHER);
        host.apply(moved);
        assertThat(host.present()).containsExactly(old, moved);
        assertThat(host.routeTo(FAR).link()).isEqualTo("eth1");
        host.undo(old);
        assertThat(host.routeTo(FAR).link()).isEqualTo("eth1");
        host.apply(new HostChange.Route(FAR, 32, "eth0", null, 7));
        assertThat(host.routeTo(FAR).link()).as("lower metric first").isEqualTo("eth1");
    }

    @Test
    void addressesAndLinks_comeAndGo() {
        InetAddress outer = InetAddress.ofLiteral("192.0.2.10");
        assertThat(host.hasAddress(outer)).isTrue();
        host.removeAddress(outer);
        assertThat(host.hasAddress(outer)).isFalse();
        assertThat(host.hasAddress(InetAddress.getLoopbackAddress())).isTrue();
        host.open(new HostChange.Device("dial0"));
        host.apply(new HostChange.Address("dial0", INNER, 32, null));
        assertThat(host.hasAddress(INNER)).isTrue();

        InetAddress other = InetAddress.ofLiteral("203.0.113.9");
        HostChange route = new HostChange.Route(FAR, 32, "eth1", null, 0);
        host.addAddress("eth1", other);
        host.defaultRoute(OTHER);
        host.apply(route);
        host.removeLink("eth1");
        assertThat(host.hasAddress(other)).isFalse();
        assertThat(host.outerRouteTo(FAR)).isEmpty();
        assertThat(host.present()).doesNotContain(route);
    }

    @Test
    void watches_areToldOnTheCallersThreadUntilClosed() {
        List<String> told = new ArrayList<>();
        HostListener listener = new HostListener() {
            @Override
            public void networkChanged() {
                told.add("changed on " + Thread.currentThread().threadId());
            }

            @Override
            public void namesRewritten() {
                told.add("rewritten");
            }

            @Override
            public void linkManagersChanged() {
                told.add("managers");
            }

            @Override
            public void resumed(Duration asleep) {
                told.add("resumed " + asleep);
            }
        };
        HostWatch first = host.watch(listener);
        HostWatch second = host.watch(listener);
        host.defaultRoute(OTHER);
        assertThat(told).as("only when told to").isEmpty();
        host.networkChanged();
        first.close();
        first.close();
        host.namesRewritten();
        host.linkManagersChanged();
        host.resumed(Duration.ofHours(1));
        String changed = "changed on " + Thread.currentThread().threadId();
        assertThat(told).containsExactly(changed, changed, "rewritten", "managers", "resumed PT1H");
        assertThat(host.watches()).isEqualTo(1);
        host.crash();
        host.networkChanged();
        assertThat(told).as("the dead hear nothing").hasSize(5);
        assertThat(host.watches()).isZero();
        second.close();
    }

    @Test
    void resolver_remembersWhatItWasTold() {
        HostChange prepared = host.resolver().prepare();
        LinkDns dns = new LinkDns("dial0", List.of(INNER), List.of("corp"), false);
        host.resolver().apply(prepared, List.of(dns));
        assertThat(host.present()).containsExactly(prepared);
        host.resolver().apply(prepared, List.of());
        assertThat(host.present()).isEmpty();
        assertThat(host.memoryResolver().history()).containsExactly(List.of(dns), List.of());
    }

    @Test
    void device_passesPacketsBothWaysAndWakesItsReader() throws Exception {
        MemoryDevice device = host.open(new HostChange.Device("dial0"));
        assertThat(host.awaitDevice(Duration.ofSeconds(1))).isSameAs(device);
        byte[] buffer = new byte[64];
        assertThat(device.inject(new byte[] {1, 2, 3})).isTrue();
        assertThat(device.read(buffer)).isEqualTo(3);
        device.packet(new byte[] {9, 8, 7}, 1, 2);
        assertThat(device.await(Duration.ofSeconds(1))).contains(new byte[] {8, 7});
        assertThat(device.await(Duration.ZERO)).isEmpty();
        Thread reader = Thread.ofVirtual().start(() -> {
            int ended = device.read(buffer);
            device.packet(buffer, 0, ended + 1);
        });
        device.close();
        device.close();
        assertThat(reader.join(Duration.ofSeconds(5))).isTrue();
        assertThat(device.inject(new byte[1])).isFalse();
        assertThat(host.present()).isEmpty();
    }
}
