package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;
import dev.dialtone.host.HostChange;
import dev.dialtone.host.Resolver;
import dev.dialtone.host.Resolver.LinkDns;
import dev.dialtone.testkit.ForwardingHost;
import dev.dialtone.testkit.ForwardingResolver;
import dev.dialtone.testkit.MemoryHost;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Name resolution that others change while connections are up.
class HostLedgerNamesTest {
    private static final LinkDns DNS =
            new LinkDns("dial0", List.of(InetAddress.ofLiteral("10.0.0.53")), List.of("corp.example"), true);

    private final MemoryHost memory = new MemoryHost();
    private final MemoryLines lines = new MemoryLines();
    private String mechanism = "first";
    private final HostLedger ledger = new HostLedger(
            new ForwardingHost(memory) {
                @Override
                public Resolver resolver() {
                    String now = mechanism;
                    return new ForwardingResolver(super.resolver()) {
                        @Override
                        public String mechanism() {
                            return now;
                        }
                    };
                }
            },
            Journal.open(lines));

    private void up() {
        ledger.apply("c-1", new NetworkPlan(List.of(), RoutePlan.NONE, DNS));
    }

    @Test
    void rewrittenByOthers_isSetAgain() {
        up();
        ledger.resolveAgain();
        assertThat(memory.memoryResolver().history()).containsExactly(List.of(DNS), List.of(DNS));
        assertThat(lines.lines()).as("one change to undo").hasSize(1);
        ledger.release("c-1");
        assertThat(memory.present()).isEmpty();
        assertThat(lines.lines()).isEmpty();
    }

    @Test
    void nothingUp_resolveAgain_touchesNothing() {
        ledger.resolveAgain();
        up();
        ledger.release("c-1");
        int told = memory.memoryResolver().history().size();
        ledger.resolveAgain();
        assertThat(memory.memoryResolver().history()).hasSize(told);
    }

    @Test
    void cannotBeSetAgain_staysUpAndIsUndoneInItsTurn_H6() {
        up();
        memory.refuse(HostChange.ResolvedLinks.class::isInstance, Failure.of(716, Layer.DNS, "the bus is gone"));
        ledger.resolveAgain();
        memory.refuseNothing();
        ledger.release("c-1");
        assertThat(memory.present()).isEmpty();
        assertThat(lines.lines()).isEmpty();
    }

    @Test
    void anotherMechanism_resolveAgain_givesTheOldBackFirst_H6() {
        up();
        mechanism = "second";
        ledger.resolveAgain();
        assertThat(memory.memoryResolver().history()).containsExactly(List.of(DNS), List.of(), List.of(DNS));
        ledger.release("c-1");
        assertThat(memory.present()).isEmpty();
        assertThat(lines.lines()).isEmpty();
    }
}
