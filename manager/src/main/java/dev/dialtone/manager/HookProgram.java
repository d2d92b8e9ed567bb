package dev.dialtone.manager;

import dev.dialtone.host.ProcessGroup;
import dev.dialtone.manager.HookCall.Result;
import dev.dialtone.manager.HookCall.Result.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Runs programs: no shell, nothing of the manager's environment, in a session of their own, which is ended as a
/// whole at the program's end or at the time limit.
final class HookProgram {
    // SECURITY: not looked for in a PATH that this process was given
    private static final String SETSID = "/usr/bin/setsid";
    private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";
    private static final int MOST_OUTPUT = 4 * 1024;

    /// What a pipe has room for (pipe(7)).
    private static final int PIPE_BYTES = 64 * 1024;

    private static final long LOOK_MILLIS = 10;

    /// For what is left to be read when the program and all it started are dead.
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Duration limit;

    HookProgram(Duration limit) {
        this.limit = limit;
    }

    Result run(Path file, HookCall call) throws InterruptedException {
        byte[] body = call.body();
        Process process;
        try {
            process = start(file, call);
        } catch (IOException | RuntimeException e) {
            return Result.failed("it cannot be started: " + e.getMessage());
        }
        Output output = new Output(process.getInputStream());
        boolean ended;
        Thread reader;
        try {
            // platform threads: a pipe holds the carrier of a virtual one
            Thread _ =
                    Thread.ofPlatform().daemon().name("hook-input").start(() -> give(process.getOutputStream(), body));
            reader = Thread.ofPlatform().daemon().name("hook-output").start(output);
            ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            end(process);
            output.over();
        }
        reader.join(LAST_WORDS);
        if (!ended) {
            return new Result(Kind.OVERDUE, "after " + limit.toSeconds() + " s it was ended" + output.words());
        }
        int code = process.exitValue();
        return new Result(code == 0 ? Kind.DONE : Kind.FAILED, "exit code " + code + output.words());
    }

    private static Process start(Path file, HookCall call) throws IOException {
        // a session of its own can be ended with all that is in it
        ProcessBuilder builder = new ProcessBuilder(
                        List.of(SETSID, file.toString(), call.event().word()))
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", PATH);
        environment.put("LANG", "C.UTF-8");
        // no entry's name: the variables of a process are only as good as its locale, the JSON is UTF-8
        environment.put("DIALTONE_EVENT", call.event().word());
        environment.put("DIALTONE_CONNECTION", call.notification().connection());
        return builder.start();
    }

    private static void give(OutputStream in, byte[] body) {
        try (in) {
            in.write(body);
        } catch (IOException e) {
            // it need not read it
        }
    }

    private static void end(Process process) {
        // those that left the session are found while their parents live
        List<ProcessHandle> below = process.descendants().toList();
        // not by the process itself, which would close what was said, too
        process.toHandle().destroyForcibly();
        ProcessGroup.kill(process.pid());
        below.forEach(ProcessHandle::destroyForcibly);
    }

    // SECURITY: it is never read in a way that waits. Who got away from the session may hold the pipe open as long as
    // it likes, and each call would leave a thread behind.
    /// What the program says, as far as it is kept; the rest is read and dropped.
    private static final class Output implements Runnable {
        private final InputStream from;
        private final CountDownLatch over = new CountDownLatch(1);
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        Output(InputStream from) {
            this.from = from;
        }

        /// Only what it has said already is read.
        void over() {
            over.countDown();
        }

        @Override
        public void run() {
            byte[] chunk = new byte[PIPE_BYTES];
            try {
                boolean last = false;
                while (!last) {
                    last = over.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                    int there = Math.min(from.available(), chunk.length);
                    keep(chunk, from.readNBytes(chunk, 0, there));
                }
            } catch (IOException | InterruptedException e) {
                // the program is dead
            }
        }

        private synchronized void keep(byte[] chunk, int count) {
            kept.write(chunk, 0, Math.min(count, MOST_OUTPUT - kept.size()));
        }

        /// One line, without what a terminal would obey.
        synchronized String words() {
            String text = kept.toString(StandardCharsets.UTF_8).strip().replaceAll("\\p{Cntrl}+", " ");
            return text.isEmpty() ? "" : "; it said: " + text;
        }
    }
}
