package dev.dialtone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import org.junit.jupiter.api.Test;

class HangupCommandTest {
    private final FakeConnection office = new FakeConnection("c-1", "office").connected();
    private final FakeConnection home = new FakeConnection("c-2", "home").enter(ConnectionState.OPEN_PORT);
    private final FakeAccess access = new FakeAccess().with(office).with(home);

    @Test
    void endsTheOneThatIsNamed() {
        Run.Result result = new Run(access).command("hangup", "office");
        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("Hung up \"office\".\n");
        assertThat(office.active()).isFalse();
        assertThat(home.active()).isTrue();
    }

    @Test
    void jsonIsTheEnding() {
        Run.Result result = new Run(access).command("hangup", "c-1", "--json");
        assertThat(result.objects()).hasSize(1);
        assertThat(result.objects().getFirst().flag("ending", false)).isTrue();
        assertThat(result.objects().getFirst().number("cause")).isEqualTo(631);
    }

    @Test
    void isSafeToRepeat() {
        new Run(access).command("hangup", "office");
        assertThat(new Run(access).command("hangup", "office").code()).isZero();
    }

    @Test
    void saysWhyOneHadEndedByItself() {
        office.disconnected(RasError.LINK_FAILURE);
        assertThat(new Run(access).command("hangup", "office").out()).contains("829");
    }

    @Test
    void allEndsAll() {
        Run.Result result = new Run(access).command("hangup", "--all", "--json");
        assertThat(result.code()).isZero();
        assertThat(result.objects()).extracting(o -> o.text("entry")).containsExactly("office", "home");
        Run.Result again = new Run(access).command("hangup", "--all");
        assertThat(again.code()).isZero();
        assertThat(again.out()).isEqualTo("No connections.\n");
    }

    @Test
    void allGoesOnWhenOneIsNotPermitted() {
        office.refusal = RasException.of(RasError.ACCESS_DENIED, "not yours");
        Run.Result result = new Run(access).command("hangup", "--all");
        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err()).contains("RAS_ERROR=5");
        assertThat(home.active()).isFalse();
    }

    @Test
    void noWaitTellsThatItBegan() {
        assertThat(new Run(access).command("hangup", "office", "--no-wait").out())
                .contains("c-1");
        assertThat(new Run(access)
                        .command("hangup", "home", "--no-wait", "--json")
                        .objects()
                        .getFirst()
                        .text("hangUp"))
                .isEqualTo("begun");
        office.refusal = RasException.of(RasError.ACCESS_DENIED, "not yours");
        assertThat(new Run(access).command("hangup", "office", "--no-wait").code())
                .isEqualTo(4);
    }

    @Test
    void unknownConnectionIs6() {
        Run.Result result = new Run(access).command("hangup", "nowhere");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).endsWith("RAS_ERROR=6\n");
    }

    @Test
    void release_othersHoldIt_saysHowManyRemain_H2() {
        office.references = 3;
        Run.Result plain = new Run(access).command("hangup", "office", "--release");
        assertThat(plain.code()).isZero();
        assertThat(plain.out()).isEqualTo("Gave one reference of \"office\" back; 2 remain.\n");
        Run.Result json = new Run(access).command("hangup", "office", "--release", "--json");
        assertThat(json.objects()).hasSize(1);
        assertThat(json.objects().getFirst().number("references")).isEqualTo(1);
        assertThat(office.active()).isTrue();
    }

    @Test
    void release_lastHolder_isTheEnding_H2() {
        Run.Result result = new Run(access).command("hangup", "office", "--release");
        assertThat(result.out()).isEqualTo("Hung up \"office\".\n");
        assertThat(office.active()).isFalse();
    }

    @Test
    void release_noWait_tellsWhatIsKnown() {
        office.references = 2;
        assertThat(new Run(access)
                        .command("hangup", "office", "--release", "--no-wait")
                        .out())
                .contains("1 remains");
        office.slowEnd = true;
        assertThat(new Run(access)
                        .command("hangup", "office", "--release", "--no-wait", "--json")
                        .objects()
                        .getFirst()
                        .text("hangUp"))
                .isEqualTo("begun");
    }
}
