package dev.dialtone.manager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dialtone.api.ConnectionState;
import dev.dialtone.api.Notification;
import dev.dialtone.manager.HookCall.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is told of a program's end.
@Timeout(60)
class HookProgramTest {
    private static final Notification CONNECTED = new Notification(
            1, Instant.EPOCH, "c-1", "office", 1, 1, ConnectionState.CONNECTED, 0, 0, null, true, false, 0, 0, null);

    @TempDir
    Path folder;

    private Result run(Duration limit, String script) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("program"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        Hook hook = new Hook("tell", Set.of(HookEvent.CONNECTED), Set.of(), new Hook.Target.Program(file));
        return new HookProgram(limit).run(file, new HookCall(hook, HookEvent.CONNECTED, CONNECTED));
    }

    @Test
    void whatItSaid_isKept_howeverFastItEnds() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(run(HookRunner.LIMIT, "echo first; echo second >&2; exit 3\n"))
                    .isEqualTo(new Result(Result.Kind.FAILED, "exit code 3; it said: first second"));
        }
        assertThat(run(HookRunner.LIMIT, "exit 0\n")).isEqualTo(new Result(Result.Kind.DONE, "exit code 0"));
    }

    @Test
    void whatItSaidBeforeItWasEnded_isKept() throws Exception {
        assertThat(run(Duration.ofSeconds(1), "echo words; exec sleep 1000\n"))
                .isEqualTo(new Result(Result.Kind.OVERDUE, "after 1 s it was ended; it said: words"));
    }

    @Test
    void moreThanIsKept_isCut() throws Exception {
        assertThat(run(HookRunner.LIMIT, "head -c 100000 /dev/zero | tr '\\0' x\n")
                        .detail())
                .isEqualTo("exit code 0; it said: " + "x".repeat(4096));
    }
}
