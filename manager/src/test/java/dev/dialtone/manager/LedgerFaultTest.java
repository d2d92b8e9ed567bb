package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.host.HostChange;
import dev.dialtone.testkit.ForwardingHost;
import dev.dialtone.testkit.MemoryHost;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A fault of our own while one change is taken back: it costs that change and no other, and is tried again by the
/// next manager.
class LedgerFaultTest {
    private final MemoryHost memory = new MemoryHost();
    private final MemoryLines lines = new MemoryLines();
    private boolean faulty = true;
    private final ForwardingHost host = new ForwardingHost(memory) {
        @Override
        public void undo(HostChange change) {
            if (faulty && change instanceof HostChange.Route) {
                throw new IllegalStateException("a fault of the test");
            }
            super.undo(change);
        }
    };

    private static HostChange route(String address) {
        return new HostChange.Route(InetAddress.ofLiteral(address), 32, MemoryHost.OUTER_LINK, null, 0);
    }

    @Test
    void release_undoesWhatIsLeft_H6() {
        HostLedger ledger = new HostLedger(host, Journal.open(lines));
        String link = ledger.open("c-1").name();
        ledger.apply(
                "c-1",
                new NetworkPlan(List.of(new HostChange.LinkUp(link, 1400), route("192.0.2.77")), RoutePlan.NONE, null));
        ledger.release("c-1");
        assertThat(memory.present()).containsExactly(route("192.0.2.77"));
        assertThat(lines.lines()).anyMatch(line -> line.contains("192.0.2.77"));
        faulty = false;
        new HostLedger(host, Journal.open(lines)).recover();
        assertThat(memory.present()).isEmpty();
    }

    @Test
    void recover_undoesWhatIsLeft_H6() {
        HostLedger killed = new HostLedger(host, Journal.open(lines));
        killed.own("x", new HostChange.Namespace("blue"));
        killed.own("y", route("192.0.2.77"));
        new HostLedger(host, Journal.open(lines)).recover();
        assertThat(memory.present()).containsExactly(route("192.0.2.77"));
        faulty = false;
        new HostLedger(host, Journal.open(lines)).recover();
        assertThat(memory.present()).isEmpty();
        assertThat(lines.lines()).isEmpty();
    }
}
