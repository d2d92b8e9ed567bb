package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Routes in tables of their own and the rules that lead there: the real kernel, in a namespace of its own; `ip` is the
/// witness.
@Tag("namespace")
class PolicyRulesNamespaceTest {
    private static final String[] ALL_RULES = {
        "rule 100 bound dial0 4",
        "rule 100 bound dial0 6",
        "rule 100 marked 7 4",
        "rule 100 marked 7 6",
        "rule 100 from 10.9.0.2",
        "rule 100 from 2001:db8::2",
        "rule 70000 from 10.9.0.3",
    };
    private TestNamespace namespace;

    @BeforeEach
    void makeNamespace() {
        namespace = new TestNamespace();
        namespace.ethernet("eth9");
        namespace.make("ip", "address", "add", "192.0.2.7/24", "dev", "eth9");
        namespace.make("ip", "route", "add", "default", "via", "192.0.2.1");
    }

    @AfterEach
    void deleteNamespace() {
        if (namespace != null) {
            namespace.close();
        }
    }

    private String state() {
        return namespace.run("ip", "-d", "address").output()
                + namespace.run("ip", "route", "show", "table", "all").output()
                + namespace.run("ip", "-6", "route", "show", "table", "all").output()
                + namespace.run("ip", "rule").output()
                + namespace.run("ip", "-6", "rule").output();
    }

    /// As the probe says it.
    private String main() {
        return "$ ip route show table main\n"
                + namespace.run("ip", "route", "show", "table", "main").output()
                + "$ ip -6 route show table main\n"
                + namespace.run("ip", "-6", "route", "show", "table", "main").output();
    }

    private static String[] and(String[] first, String... more) {
        String[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return all;
    }

    private static String[] up() {
        return new String[] {
            "open dial0",
            "up dial0 1400",
            "address dial0 10.9.0.2 32",
            "address dial0 2001:db8::2 128",
            "route dial0 0.0.0.0/0 - 999 100",
            "route dial0 ::/0 - 999 100",
            "route dial0 10.0.0.0/8 - 0 70000",
            "route dial0 2001:db8:1::/48 - 0 70000",
        };
    }

    @Test
    void applied_undone_kernelIsAsBefore_andMainIsNeverTouched() {
        String before = state();
        String main = main();
        String said = namespace.probe(and(
                and(up(), ALL_RULES),
                "run ip route show table main",
                "run ip -6 route show table main",
                "run ip route show table 100",
                "run ip -6 route show table 100",
                "run ip route show table 70000",
                "run ip -6 route show table 70000",
                "run ip rule",
                "run ip -6 rule",
                "run ip route get 203.0.113.1",
                "run ip route get 203.0.113.2 from 10.9.0.2",
                "run ip route get 203.0.113.3 oif dial0",
                "run ip route get 203.0.113.4 mark 7",
                "run ip -6 route get 2001:db8:9::1 oif dial0",
                "others 100",
                "outer 203.0.113.5",
                "undo",
                "close dial0"));
        assertThat(said)
                .startsWith(main + "$ ip route show table 100\ndefault dev dial0 proto 209 scope link metric 999")
                .contains("default dev dial0 proto 209 metric 999", "10.0.0.0/8 dev dial0 proto 209 scope link")
                .contains("2001:db8:1::/48 dev dial0 proto 209 metric 1024")
                .contains(
                        "20900:\tfrom all oif dial0 lookup 100 proto 209",
                        "20901:\tfrom all fwmark 0x7 lookup 100 proto 209",
                        "20902:\tfrom 10.9.0.2 lookup 100 proto 209",
                        "20902:\tfrom 10.9.0.3 lookup 70000 proto 209",
                        "20902:\tfrom 2001:db8::2 lookup 100 proto 209")
                .contains("203.0.113.1 via 192.0.2.1 dev eth9")
                .contains("203.0.113.2 from 10.9.0.2 dev dial0 table 100")
                .contains("203.0.113.3 dev dial0 table 100 src 10.9.0.2")
                .contains("203.0.113.4 dev dial0 table 100 src 10.9.0.2")
                .contains("2001:db8:9::1 from :: dev dial0 table 100")
                .contains("others OptionalInt[0]")
                .contains("outer Optional[NextHop[link=eth9, gateway=/192.0.2.1, source=/192.0.2.7]]");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void killed_rulesStay_andAreUndoneByTheNext_H6() {
        String before = state();
        namespace.run(TestNamespace.probeCommand(and(and(up(), ALL_RULES), "die")));
        assertThat(namespace.run("ip", "rule").output())
                .as("a rule for a link outlives it")
                .contains("from all oif dial0 [detached] lookup 100", "from 10.9.0.2 lookup 100");
        assertThat(namespace.run("ip", "route", "show", "table", "100").output())
                .as("a route does not")
                .doesNotContain("dial0");
        String[] undoing = Arrays.stream(ALL_RULES).map(rule -> "un" + rule).toArray(String[]::new);
        assertThat(namespace.probe(and(
                        undoing,
                        "unroute dial0 0.0.0.0/0 - 999 100",
                        "unroute dial0 ::/0 - 999 100",
                        "unroute dial0 10.0.0.0/8 - 0 70000",
                        "unroute dial0 10.0.0.0/8 - 0 70001")))
                .isEmpty();
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void othersThatOnlyResembleOurs_undo_stay() {
        namespace.make("ip", "rule", "add", "from", "10.9.0.2", "lookup", "100", "priority", "20902");
        namespace.make(
                "ip", "rule", "add", "from", "10.9.0.3", "lookup", "100", "priority", "20903", "protocol", "209");
        namespace.make(
                "ip", "rule", "add", "from", "10.9.0.0/24", "lookup", "100", "priority", "20902", "protocol", "209");
        namespace.make(
                "ip", "rule", "add", "from", "10.9.0.4", "lookup", "101", "priority", "20902", "protocol", "209");
        namespace.make(
                "ip", "rule", "add", "fwmark", "7/0xff", "lookup", "100", "priority", "20901", "protocol", "209");
        namespace.make("ip", "route", "add", "10.1.0.0/16", "dev", "eth9", "table", "100");
        namespace.make("ip", "route", "add", "10.2.0.0/16", "dev", "eth9", "table", "101", "proto", "209");
        namespace.make("ip", "route", "add", "10.3.0.0/16", "dev", "eth9", "proto", "209");
        String before = state();
        assertThat(namespace.probe(
                        "unrule 100 from 10.9.0.2",
                        "unrule 100 from 10.9.0.3",
                        "unrule 100 from 10.9.0.0",
                        "unrule 100 from 10.9.0.4",
                        "unrule 100 marked 7 4",
                        "unroute eth9 10.1.0.0/16 - 0 100",
                        "unroute eth9 10.2.0.0/16 - 0 100",
                        "unroute eth9 10.2.0.0/16 - 0 0",
                        "unroute eth9 10.3.0.0/16 - 0 100",
                        "others 100"))
                .isEqualTo("others OptionalInt[1]\n");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void sameRuleOfAnother_isLeftToIt() {
        namespace.make("ip", "rule", "add", "from", "10.9.0.2", "lookup", "100", "priority", "20902");
        String before = state();
        String said = namespace.probe("rule 100 from 10.9.0.2", "undo");
        assertThat(said).as("added beside, or refused").matches("(refused error=716 .*EEXIST.*\n)?");
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void sameDestinationInTwoTables_eachIsItsOwn() {
        String before = state();
        String said = namespace.probe(
                "route eth9 10.0.0.0/8 - 7",
                "route eth9 10.0.0.0/8 - 7 100",
                "route eth9 10.0.0.0/8 - 7 70000",
                "unroute eth9 10.0.0.0/8 - 7",
                "run ip route show table all 10.0.0.0/8",
                "unroute eth9 10.0.0.0/8 - 7 70000",
                "run ip route show table all 10.0.0.0/8",
                "undo");
        assertThat(said).isEqualTo("""
                $ ip route show table all 10.0.0.0/8
                10.0.0.0/8 dev eth9 table 100 proto 209 scope link metric 7\s
                10.0.0.0/8 dev eth9 table 70000 proto 209 scope link metric 7\s
                $ ip route show table all 10.0.0.0/8
                10.0.0.0/8 dev eth9 table 100 proto 209 scope link metric 7\s
                """);
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void withoutRights_rule_isRefusedWith5() {
        String[] probe = TestNamespace.probeCommand("rule 100 from 10.9.0.2");
        String[] command = and(new String[] {"setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin"}, probe);
        assertThat(namespace.run(command).output()).startsWith("refused error=5 layer=host reason=cannot add the rule");
    }

    @Test
    void survey_saysThatThereArePolicyRules() {
        assertThat(namespace.probe("survey")).contains("subject=policy rules, verdict=OK, text=The kernel has");
    }
}
