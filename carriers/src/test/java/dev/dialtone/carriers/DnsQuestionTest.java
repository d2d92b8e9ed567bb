package dev.dialtone.carriers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.core.Decoded;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// The question to a name server, and what counts as an answer to it.
class DnsQuestionTest {
    private static final DnsQuestion ROOT = new DnsQuestion(0x1234, "");
    private static final DnsQuestion CORP = new DnsQuestion(0x1234, "corp.example");
    private static final String CORP_SOA = "04 636f7270 07 6578616d706c65 00 0006 0001";

    private static DnsQuestion.Answer answer(String hex) {
        return DnsQuestion.decode(Told.hex(hex)) instanceof Decoded.Ok<DnsQuestion.Answer>(var answer, int _)
                ? answer
                : new DnsQuestion.Answer(-1, -1, new byte[0]);
    }

    @Test
    void encodesTheRootsServersAndADomainsAuthority() {
        assertThat(ROOT.encode()).isEqualTo(Told.hex("1234 0100 0001 0000 0000 0000 | 00 0002 0001"));
        assertThat(CORP.encode()).isEqualTo(Told.hex("1234 0100 0001 0000 0000 0000 |" + CORP_SOA));
    }

    @Test
    void decodesAnAnswerWithItsRecords_asFarAsItsQuestion() {
        DnsQuestion.Answer answer =
                answer("1234 8183 0001 0000 0001 0000 |" + CORP_SOA + "| c00c 0006 0001 00000e10 0001 00");
        assertThat(answer.code()).isEqualTo(3);
        assertThat(CORP.isAnsweredBy(answer)).isTrue();
        assertThat(ROOT.isAnsweredBy(answer)).isFalse();
        assertThat(new DnsQuestion(0x1235, "corp.example").isAnsweredBy(answer)).isFalse();
    }

    /// SPEC [RFC 1035 §2.3.3] upper and lower case are the same.
    @Test
    void decodesTheNameInWhateverCase() {
        assertThat(CORP.isAnsweredBy(
                        answer("1234 8180 0001 0000 0000 0000 | 04 434F5270 07 6578414D706C65 00 0006 0001")))
                .isTrue();
    }

    @Test
    void rejectsWhatIsNoAnswerToOneQuestion() {
        String question = "00 0002 0001";
        for (String head : new String[] {
            "1234 0100 0001 0000 0000 0000", // a question
            "1234 a800 0001 0000 0000 0000", // of another kind: an update
            "1234 8180 0000 0000 0000 0000",
            "1234 8180 0002 0000 0000 0000",
        }) {
            assertThat(DnsQuestion.decode(Told.hex(head + question))).as(head).isInstanceOf(Decoded.Malformed.class);
        }
        assertThat(DnsQuestion.decode(Told.hex("1234 8180 0001 0000 0000 0000" + question)))
                .isInstanceOf(Decoded.Ok.class);
    }

    @Test
    void rejectsPointersAndLongLabelsInTheQuestion() {
        String head = "1234 8180 0001 0000 0000 0000";
        assertThat(DnsQuestion.decode(Told.hex(head + "c00c 0002 0001"))).isInstanceOf(Decoded.Malformed.class);
        assertThat(DnsQuestion.decode(Told.hex(head + "40" + "61".repeat(64) + "00 0002 0001")))
                .isInstanceOf(Decoded.Malformed.class);
        assertThat(DnsQuestion.decode(Told.hex(head + ("3f" + "61".repeat(63)).repeat(4) + "00 0002 0001")))
                .as("256 bytes of name")
                .isInstanceOf(Decoded.Malformed.class);
    }

    @Test
    void rejectsEveryTruncation() {
        byte[] whole = Told.hex("1234 8180 0001 0000 0000 0000 |" + CORP_SOA);
        for (int length = 0; length < whole.length; length++) {
            assertThat(DnsQuestion.decode(Arrays.copyOf(whole, length)))
                    .as("%d bytes", length)
                    .isInstanceOf(Decoded.Malformed.class);
        }
        assertThat(DnsQuestion.decode(whole)).isInstanceOf(Decoded.Ok.class);
    }
}
