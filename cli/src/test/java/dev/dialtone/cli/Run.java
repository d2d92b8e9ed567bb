package dev.dialtone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.RemoteAccess;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs a command in this process, against a manager in memory.
final class Run {
    private final Function<Path, RemoteAccess> connector;
    private final Deque<String> answers = new ArrayDeque<>();
    private byte[] input = new byte[0];
    private boolean styled;
    final List<String> asked = new ArrayList<>();
    volatile @Nullable Runnable interruption;

    @Nullable
    Path connectedTo;

    /// How it ended and what it wrote.
    record Result(int code, String out, String err) {
        List<JsonObject> objects() {
            return out.lines().map(Json::object).toList();
        }
    }

    Run(RemoteAccess access) {
        this(_ -> access);
    }

    Run(Function<Path, RemoteAccess> connector) {
        this.connector = connector;
    }

    Run input(String text) {
        input = text.getBytes(UTF_8);
        return this;
    }

    Run answers(String... texts) {
        answers.addAll(List.of(texts));
        return this;
    }

    Run styled() {
        styled = true;
        return this;
    }

    Result command(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Screen screen =
                new Screen(new PrintStream(out, false, UTF_8), new PrintStream(err, false, UTF_8), styled, styled);
        Function<Path, RemoteAccess> noted = path -> {
            connectedTo = path;
            return connector.apply(path);
        };
        Shell shell = new Shell(
                noted,
                screen,
                new ByteArrayInputStream(input),
                Map.of("DIALTONE_SOCKET", "/run/test.sock"),
                false,
                new Answers(),
                this::interruptible);
        int code = Main.run(List.of(arguments), shell);
        return new Result(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    private Interrupt.Registration interruptible(Runnable action) {
        interruption = action;
        return () -> interruption = null;
    }

    /// Ctrl-C.
    void interrupt() {
        Runnable action = interruption;
        if (action == null) {
            throw new IllegalStateException("nothing is interruptible");
        }
        action.run();
    }

    private final class Answers implements Prompt {
        @Override
        public boolean possible() {
            return !answers.isEmpty();
        }

        @Override
        public @Nullable String line(String question) {
            asked.add(question);
            return answers.poll();
        }

        @Override
        public char @Nullable [] secret(String question) {
            asked.add(question);
            String answer = answers.poll();
            return answer == null ? null : answer.toCharArray();
        }
    }
}
