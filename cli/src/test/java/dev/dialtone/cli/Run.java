package dev.dialtone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dialtone.api.Json;
import dev.dialtone.api.JsonObject;
import dev.dialtone.api.RemoteAccess;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs a command in this process, against a manager in memory.
final class Run {
    private static final int ENOENT = 2;

    private final Function<Path, RemoteAccess> connector;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private byte[] input = new byte[0];
    private boolean styled;
    private boolean patient;
    private boolean root;
    private final Map<String, String> environment = new HashMap<>(Map.of("DIALTONE_SOCKET", "/run/test.sock"));
    final List<List<String>> started = new CopyOnWriteArrayList<>();
    final List<String> startedInside = new CopyOnWriteArrayList<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
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

    /// Somebody sits at the terminal and takes their time: [#type] is what they type.
    Run patient() {
        patient = true;
        return this;
    }

    void type(String line) {
        answers.add(line);
    }

    void awaitQuestion(String question) {
        await(() -> asked.contains(question), question + " was not asked, but " + asked);
    }

    void awaitError(String text) {
        await(() -> err.toString(UTF_8).contains(text), text + " was not said");
    }

    void awaitOut(String text) {
        await(() -> out.toString(UTF_8).contains(text), text + " was not shown");
    }

    private static void await(BooleanSupplier condition, String otherwise) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(otherwise);
            }
            Thread.onSpinWait();
        }
    }

    Run environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Run root() {
        root = true;
        return this;
    }

    Run styled() {
        styled = true;
        return this;
    }

    Result command(String... arguments) {
        out.reset();
        err.reset();
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
                environment,
                root,
                new Answers(),
                this::interruptible,
                new Started());
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

    /// A successor that never starts.
    private final class Started implements Successor {
        @Override
        public int start(List<String> command) {
            started.add(command);
            return ENOENT;
        }

        @Override
        public int startInside(String namespace, List<String> command) {
            startedInside.add(namespace + ": " + String.join(" ", command));
            return ENOENT;
        }
    }

    private final class Answers implements Terminal {
        @Override
        public boolean possible() {
            return patient || !answers.isEmpty();
        }

        @Override
        public @Nullable String line(String question) {
            asked.add(question);
            return next();
        }

        @Override
        public char @Nullable [] secret(String question) {
            asked.add(question);
            String answer = next();
            return answer == null ? null : answer.toCharArray();
        }

        private @Nullable String next() {
            try {
                return patient ? answers.poll(10, TimeUnit.SECONDS) : answers.poll();
            } catch (InterruptedException e) {
                return null;
            }
        }
    }
}
