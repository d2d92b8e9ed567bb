package dev.dialtone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.CredentialsInfo;
import dev.dialtone.api.DialOptions;
import dev.dialtone.api.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConfirmCommandTest {
    private static final Instant UNTIL = Instant.parse("2026-11-22T08:04:38.123456Z");

    private final FakeConnection office = new FakeConnection("c-1", "office");
    private final FakeAccess access = new FakeAccess().with(office);

    @Test
    void confirmsTheOneThatIsNamed() {
        office.confirmUntil = UNTIL;
        office.connected();
        Run.Result result = new Run(access).command("confirm", "office");
        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("Confirmed \"office\": it stays.\n");
        assertThat(office.confirmed).isOne();
    }

    @Test
    void jsonIsTheStatusWithoutALimitAnyMore() {
        office.confirmUntil = UNTIL;
        office.connected();
        Run.Result result = new Run(access).command("confirm", "c-1", "--json");
        assertThat(result.objects()).hasSize(1);
        assertThat(result.objects().getFirst().textOrNull("confirmUntil")).isNull();
    }

    @Test
    void nothingToConfirm_isAnError() {
        office.connected();
        Run.Result result = new Run(access).command("confirm", "office");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("needs no confirmation").endsWith("RAS_ERROR=87\n");
    }

    @Test
    void statusListAndLog_sayUntilWhen() {
        office.confirmUntil = UNTIL;
        office.enter(ConnectionState.APPLY_SETTINGS).connected();
        String clock = Amount.clock(UNTIL);
        assertThat(new Run(access).command("status", "office").out())
                .contains("by " + Amount.dayAndTime(UNTIL) + ", or it is hung up", "dialtone confirm c-1");
        assertThat(new Run(access).command("list").out()).contains("to be confirmed by " + clock);
        assertThat(new Run(access).command("log", "office").out()).contains("to be confirmed by " + clock);
        assertThat(new Run(access)
                        .command("log", "office", "--json")
                        .objects()
                        .getLast()
                        .text("confirmUntil"))
                .isEqualTo("2026-11-22T08:04:38.123456Z");
    }

    @Test
    void dial_asksForIt_andSaysHowToConfirm() {
        FakeAccess dialling = new FakeAccess().with(Entry.of("se").with("server", "vpn.example.com"));
        dialling.signIns.put("se", new CredentialsInfo("se", "ann", "", true));
        dialling.script = c -> {
            c.confirmUntil = UNTIL;
            c.connected();
        };
        Run.Result result = new Run(dialling).command("dial", "se", "--confirm-within", "60");
        assertThat(result.out()).contains("dialtone confirm se   by " + Amount.clock(UNTIL));
        assertThat(Objects.requireNonNull(dialling.dialled).options())
                .isEqualTo(DialOptions.STANDARD.confirmedWithin(Duration.ofSeconds(60)));
    }

    @Test
    void dial_zero_isAWrongCommand() {
        Run.Result result = new Run(access).command("dial", "office", "--confirm-within", "0");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--confirm-within");
    }
}
