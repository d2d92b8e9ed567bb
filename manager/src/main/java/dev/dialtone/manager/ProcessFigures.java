package dev.dialtone.manager;

import dev.dialtone.manager.PrometheusText.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What this process uses, under the names that other programs give the same figures. What cannot be read is left
/// out.
///
/// @param proc `/proc/self`
record ProcessFigures(Path proc) {
    static final ProcessFigures OF_SELF = new ProcessFigures(Path.of("/proc/self"));

    private static final Pattern RESIDENT = Pattern.compile("^VmRSS:\\s+([0-9]{1,15}) kB$", Pattern.MULTILINE);
    private static final Pattern DESCRIPTORS =
            Pattern.compile("^Max open files\\s+([0-9]{1,15})\\s", Pattern.MULTILINE);

    void write(PrometheusText text) {
        ProcessHandle.Info info = ProcessHandle.current().info();
        info.totalCpuDuration()
                .ifPresent(used -> text.family("process_cpu_seconds_total", Kind.COUNTER, "Processor time used.")
                        .sample(used.toMillis() / 1000.0));
        info.startInstant()
                .ifPresent(start -> text.family(
                                "process_start_time_seconds", Kind.GAUGE, "When the process began, in Unix time.")
                        .sample(start.toEpochMilli() / 1000.0));
        number("status", RESIDENT)
                .ifPresent(kib -> text.family("process_resident_memory_bytes", Kind.GAUGE, "Memory that is resident.")
                        .sample(kib * 1024));
        openDescriptors()
                .ifPresent(count -> text.family("process_open_fds", Kind.GAUGE, "Open file descriptors.")
                        .sample(count));
        number("limits", DESCRIPTORS)
                .ifPresent(most -> text.family("process_max_fds", Kind.GAUGE, "Most of them that may be open.")
                        .sample(most));
        Runtime runtime = Runtime.getRuntime();
        text.family("jvm_memory_used_bytes", Kind.GAUGE, "Heap in use, with what nobody needs any more.")
                .sample(runtime.totalMemory() - runtime.freeMemory(), "area", "heap");
        text.family("jvm_memory_max_bytes", Kind.GAUGE, "Heap that may be used.")
                .sample(runtime.maxMemory(), "area", "heap");
    }

    private OptionalLong number(String file, Pattern pattern) {
        try {
            Matcher found = pattern.matcher(Files.readString(proc.resolve(file), StandardCharsets.ISO_8859_1));
            return found.find() ? OptionalLong.of(Long.parseLong(found.group(1))) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private OptionalLong openDescriptors() {
        try (var open = Files.list(proc.resolve("fd"))) {
            // but for the one that lists them
            return OptionalLong.of(Math.max(0, open.count() - 1));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
