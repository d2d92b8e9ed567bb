package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Decoded;
import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Rules as bytes, against what ip-rule(8) sends and the kernel tells.
class RuleNetlinkTest {
    private static final InetAddress OURS = InetAddress.ofLiteral("10.9.0.2");
    private static final RuleEntry FROM = RuleEntry.of(HostChange.Rule.of(new Traffic.From(OURS), 70_000));

    /// As Linux 6.1 tells it.
    private static final String TOLD = """
            44000000 2000 0200 01000000 39300000 ; 68 bytes, RTM_NEWRULE, MULTI
            02 00 20 00 fc 00 00 01 00000000     ; AF_INET, from /32, table does not fit, to table
            0500 1500 d1 000000                  ; FRA_PROTOCOL 209
            0800 0f00 70110100                   ; FRA_TABLE 70000
            0800 0e00 ffffffff                   ; FRA_SUPPRESS_PREFIXLEN, none
            0800 0600 a6510000                   ; FRA_PRIORITY 20902
            0800 0200 0a090002                   ; FRA_SRC
            """;

    private static Optional<RuleEntry> told(String hex) {
        String sized = hex.strip();
        return NetlinkMessage.decode(Hex.buffer(sized)) instanceof Decoded.Ok(var messages, int _)
                ? RuleEntry.from(messages.getFirst())
                : Optional.empty();
    }

    @Test
    void encodesRuleFromAnAddress() {
        assertThat(RuleNetlink.newRule(4, FROM)).isEqualTo(Hex.bytes("""
                3c000000 2000 0506 04000000 00000000 ; 60 bytes, RTM_NEWRULE, REQUEST|ACK|EXCL|CREATE
                02 00 20 00 00 00 00 01 00000000     ; AF_INET, from /32, to table
                0800 0200 0a090002                   ; FRA_SRC
                0800 0600 a6510000                   ; FRA_PRIORITY 20902
                0800 0f00 70110100                   ; FRA_TABLE 70000
                0500 1500 d1 000000                  ; FRA_PROTOCOL 209
                """));
    }

    @Test
    void encodesDeleteOfARuleForALink() {
        RuleEntry rule = RuleEntry.of(HostChange.Rule.of(new Traffic.BoundTo("dial0", true), 100));
        assertThat(RuleNetlink.deleteRule(5, rule)).isEqualTo(Hex.bytes("""
                40000000 2100 0500 05000000 00000000 ; 64 bytes, RTM_DELRULE
                0a 00 00 00 00 00 00 01 00000000     ; AF_INET6
                0800 0600 a4510000                   ; FRA_PRIORITY 20900
                0800 0f00 64000000                   ; FRA_TABLE 100
                0a00 1100 6469616c3000 0000          ; FRA_OIFNAME dial0
                0500 1500 d1 000000                  ; FRA_PROTOCOL 209
                """));
    }

    @Test
    void encodesRuleForAMark() {
        RuleEntry rule = RuleEntry.of(HostChange.Rule.of(new Traffic.Marked(7, false), 100));
        assertThat(RuleNetlink.newRule(6, rule)).isEqualTo(Hex.bytes("""
                44000000 2000 0506 06000000 00000000 ; 68 bytes, RTM_NEWRULE
                02 00 00 00 00 00 00 01 00000000
                0800 0600 a5510000                   ; FRA_PRIORITY 20901
                0800 0a00 07000000                   ; FRA_FWMARK 7
                0800 1000 ffffffff                   ; FRA_FWMASK
                0800 0f00 64000000                   ; FRA_TABLE 100
                0500 1500 d1 000000                  ; FRA_PROTOCOL 209
                """));
    }

    @Test
    void encodesQuestionForAllRules() {
        assertThat(RuleNetlink.getRules(7, true)).isEqualTo(Hex.bytes("""
                1c000000 2200 0503 07000000 00000000 ; 28 bytes, RTM_GETRULE, REQUEST|ACK|DUMP
                0a 00 00 00 00 00 00 00 00000000
                """));
    }

    @Test
    void decodesWhatTheKernelTells() {
        assertThat(told(TOLD)).contains(FROM);
        assertThat(FROM.isOurs(told(TOLD).orElseThrow())).isTrue();
        RuleEntry fromAnOldKernel =
                told(TOLD.replace("0500 1500 d1", "0500 1900 d1")).orElseThrow();
        assertThat(fromAnOldKernel.protocol()).isZero();
        assertThat(FROM.isOurs(fromAnOldKernel)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "0500 1500 d1, 0500 1500 03, made by somebody else",
        "70110100, 71110100, another table",
        "a6510000, a7510000, another priority",
        "0a090002, 0a090003, another address",
    })
    void ruleThatOnlyResemblesOurs_isNone(String part, String other, String why) {
        assertThat(FROM.isOurs(told(TOLD.replace(part, other)).orElseThrow()))
                .as(why)
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "02 00 20 00, 02 00 18 00, from a network",
        "02 00 20 00, 02 20 20 00, to an address",
        "02 00 20 00, 02 00 20 10, for a type of service",
        "02 00 20 00, 11 00 20 00, of another family",
        "02 00 20 00, 0a 00 20 00, an address of another family",
        "fc 00 00 01 00000000, fc 00 00 06 00000000, a prohibition",
        "fc 00 00 01 00000000, fc 00 00 01 02000000, inverted",
        "0500 1500 d1 000000, 0500 0300 41 000000, for what comes in on an interface",
        "2000 0200, 1800 0200, a route",
    })
    void rejectsWhatIsNoRuleOfThatKind(String part, String other, String why) {
        assertThat(told(TOLD.replace(part, other))).as(why).isEmpty();
    }

    @Test
    void rejectsWhatIsCutShort() {
        assertThat(told("14000000 2000 0200 01000000 39300000 02 00 20 00")).isEmpty();
    }
}
