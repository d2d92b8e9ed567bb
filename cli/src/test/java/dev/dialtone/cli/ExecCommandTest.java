package dev.dialtone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import org.junit.jupiter.api.Test;

class ExecCommandTest {
    private final FakeConnection office = new FakeConnection("c-1", "office");
    private final Run run = new Run(new FakeAccess().with(office));

    private void connected() {
        office.enter(ConnectionState.OPEN_PORT).connected();
    }

    @Test
    void inNoNamespace_commandRunsAsItIs() {
        connected();
        Run.Result result = run.command("exec", "office", "--", "ping", "-c", "1", "--", "10.0.0.1");
        assertThat(run.started)
                .singleElement()
                .satisfies(line -> assertThat(line).containsExactly("ping", "-c", "1", "--", "10.0.0.1"));
        // a successor that starts never returns
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("COMMAND: ping cannot be run").contains("RAS_ERROR=87");
    }

    @Test
    void inANamespace_rootEntersIt() {
        connected();
        office.namespace = "blue";
        run.root().command("exec", "c-1", "--", "sh", "-c", "id; exit 7");
        assertThat(run.started).singleElement().satisfies(line -> {
            assertThat(line.getFirst()).endsWith("ip");
            assertThat(line.subList(1, line.size())).containsExactly("netns", "exec", "blue", "sh", "-c", "id; exit 7");
        });
    }

    @Test
    void inANamespace_othersEnterWithTheirOwnRights_H7() {
        connected();
        office.namespace = "blue";
        Run.Result result = run.command("exec", "office", "--", "id", "-u");
        assertThat(run.started).as("no command as root").isEmpty();
        assertThat(run.startedInside).containsExactly("blue: id -u");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("nsenter cannot be run").contains("util-linux");
    }

    @Test
    void namespaceThatIsNoName_isNotGivenToRoot() {
        connected();
        office.namespace = "--all";
        assertThat(run.command("exec", "office", "--", "id").code()).isEqualTo(1);
        assertThat(run.root().command("exec", "office", "--", "id").code()).isEqualTo(1);
        assertThat(run.started).isEmpty();
        assertThat(run.startedInside).isEmpty();
    }

    @Test
    void notConnected_isSaidWithItsState() {
        office.enter(ConnectionState.AUTHENTICATE);
        Run.Result result = run.command("exec", "office", "--", "id");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains("not connected")
                .contains("Authenticate")
                .contains("dialtone dial office")
                .contains("RAS_ERROR=668");
        assertThat(run.started).isEmpty();
    }

    @Test
    void withoutCommand_isWrong() {
        connected();
        assertThat(run.command("exec", "office").code()).isEqualTo(2);
        assertThat(run.command("exec").code()).isEqualTo(2);
    }

    @Test
    void whereAConnectionIs_isShown() {
        connected();
        office.namespace = "blue";
        assertThat(run.command("status", "office").out()).containsPattern("namespace +blue\n");
        assertThat(run.command("list").out()).contains("dt0@blue");
        assertThat(run.command("status", "office", "--json")
                        .objects()
                        .getFirst()
                        .object("projection")
                        .orElseThrow()
                        .text("namespace"))
                .isEqualTo("blue");
    }

    @Test
    void tableThatAConnectionIsIn_isShown() {
        connected();
        assertThat(run.command("status", "office").out()).doesNotContain("  table");
        office.table = 100;
        assertThat(run.command("status", "office").out()).containsPattern("table +100, for what is bound");
        assertThat(run.command("status", "office", "--json")
                        .objects()
                        .getFirst()
                        .object("projection")
                        .orElseThrow()
                        .number("table"))
                .isEqualTo(100);
    }
}
