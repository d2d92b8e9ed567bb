package dev.dialtone.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.HostException;
import dev.dialtone.host.Resolver.LinkDns;
import java.net.InetAddress;
import java.time.Duration;
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
