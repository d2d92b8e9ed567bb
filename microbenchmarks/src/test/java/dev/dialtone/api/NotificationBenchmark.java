package dev.dialtone.api;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A notification to its JSON text and back.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NotificationBenchmark {
    private final Notification notification = new Notification(
            7,
            Instant.parse("2026-11-26T00:00:00.123456Z"),
            "c-4711",
            "office",
            1,
            1,
            ConnectionState.AUTHENTICATE,
            0,
            0,
            null,
            false,
            false,
            0,
            0,
            null);
    private final String text = Json.text(Wire.of(notification));

    @Benchmark
    public String write() {
        return Json.text(Wire.of(notification));
    }

    @Benchmark
    public Notification read() {
        return Wire.notification(Json.object(text));
    }
}
