package dev.dialtone.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/// Requests byte by byte, as a little-endian machine writes them; numbers of nf_tables itself are big-endian.
class NetfilterMessagesTest {
    @Test
    void encodesTheBoundsOfATransaction() {
        assertThat(NetfilterMessages.begin(1)).isEqualTo(Hex.bytes("""
                14000000 1000 0100 01000000 00000000 ; 20 bytes, BATCH_BEGIN, REQUEST
                00 00 000a                           ; unspec, version 0, nf_tables
                """));
        assertThat(NetfilterMessages.end(9)).isEqualTo(Hex.bytes("""
                14000000 1100 0100 09000000 00000000 ; BATCH_END
                00 00 000a
                """));
    }

    @Test
    void encodesTables() {
        assertThat(NetfilterMessages.newTable(2, "dialtone")).isEqualTo(Hex.bytes("""
                24000000 000a 0504 02000000 00000000 ; 36 bytes, NEWTABLE, REQUEST|ACK|CREATE
                01 00 0000                           ; inet
                0d00 0100 6469616c746f6e6500 000000  ; NFTA_TABLE_NAME "dialtone", padded
                """));
        assertThat(NetfilterMessages.quiet(NetfilterMessages.deleteTable(3, "dialtone")))
                .isEqualTo(Hex.bytes("""
                        24000000 020a 0100 03000000 00000000 ; DELTABLE, REQUEST
                        01 00 0000
                        0d00 0100 6469616c746f6e6500 000000
                        """));
    }

    @Test
    void encodesAChainAtAHook() {
        assertThat(NetfilterMessages.newChain(
                        4, "t", "output", NetfilterMessages.HOOK_OUTPUT, NetfilterMessages.POLICY_DROP))
                .isEqualTo(Hex.bytes("""
                        50000000 030a 0504 04000000 00000000 ; NEWCHAIN
                        01 00 0000
                        0600 0100 7400 0000                  ; NFTA_CHAIN_TABLE "t"
                        0b00 0300 6f757470757400 00          ; NFTA_CHAIN_NAME "output"
                        1400 0480                            ; NFTA_CHAIN_HOOK
                        0800 0100 00000003                   ; number: output
                        0800 0200 00000000                   ; priority 0
                        0800 0500 00000000                   ; NFTA_CHAIN_POLICY drop
                        0b00 0700 66696c74657200 00          ; NFTA_CHAIN_TYPE "filter"
                        """));
    }

    @Test
    void encodesARule() {
        assertThat(NetfilterMessages.newRule(
                        5,
                        "t",
                        "c",
                        e -> e.to(InetAddress.ofLiteral("192.0.2.1")).accept()))
                .isEqualTo(Hex.bytes("""
                        08010000 060a 050c 05000000 00000000 ; NEWRULE, REQUEST|ACK|CREATE|APPEND
                        01 00 0000
                        0600 0100 7400 0000                  ; NFTA_RULE_TABLE
                        0600 0200 6300 0000                  ; NFTA_RULE_CHAIN
                        e400 0480                            ; NFTA_RULE_EXPRESSIONS
                        2400 0180                            ; NFTA_LIST_ELEM
                        0900 0100 6d65746100 000000          ; NFTA_EXPR_NAME "meta"
                        1400 0280                            ; NFTA_EXPR_DATA
                        0800 0200 0000000f                   ; key NFPROTO
                        0800 0100 00000001                   ; into register 1
                        2c00 0180
                        0800 0100 636d7000                   ; "cmp"
                        2000 0280
                        0800 0100 00000001                   ; register 1
                        0800 0200 00000000                   ; equal
                        0c00 0380 0500 0100 02 000000        ; IPv4
                        3400 0180
                        0c00 0100 7061796c6f616400           ; "payload"
                        2400 0280
                        0800 0100 00000001                   ; into register 1
                        0800 0200 00000001                   ; network header
                        0800 0300 00000010                   ; offset 16
                        0800 0400 00000004                   ; 4 bytes
                        2c00 0180
                        0800 0100 636d7000                   ; "cmp"
                        2000 0280
                        0800 0100 00000001
                        0800 0200 00000000
                        0c00 0380 0800 0100 c0000201         ; 192.0.2.1
                        3000 0180
                        0e00 0100 696d6d65646961746500 0000  ; "immediate"
                        1c00 0280
                        0800 0100 00000000                   ; the verdict's register
                        1000 0280 0c00 0280 0800 0100 00000001 ; accept
                        """));
    }

    @Test
    void longestRule_fits() {
        String longest = "sixteen_letters";
        byte[] rule = NetfilterMessages.newRule(
                1,
                KillSwitchRules.TABLE,
                "forward",
                e -> e.leavesBy(longest)
                        .to(InetAddress.ofLiteral("2001:db8::1"))
                        .protocol(6)
                        .toPort(443)
                        .count()
                        .accept());
        assertThat(rule.length % 4).isZero();
    }
}
