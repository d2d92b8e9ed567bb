package dev.dialtone.benchmarks.tunnel;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The processor time that every process of the machine has used until now. Reading takes some milliseconds.
final class ProcessorTime {
    private static final Path PROC = Path.of("/proc");

    private final Map<Long, ProcessStat> processes;
    private final long busyTicks;
    private final long otherTicks;

    private ProcessorTime(Map<Long, ProcessStat> processes, long busyTicks, long otherTicks) {
        this.processes = processes;
        this.busyTicks = busyTicks;
        this.otherTicks = otherTicks;
    }

    static ProcessorTime now() throws IOException {
        OwnNamespaces own = OwnNamespaces.now();
        long self = ProcessHandle.current().pid();
        long otherTicks = 0;
        Map<Long, ProcessStat> all = new HashMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                try {
                    ProcessStat stat = ProcessStat.of(Files.readString(entry.resolve("stat")));
                    all.put(stat.id(), stat);
                    if (!stat.kernelPart() && stat.id() != self && !own.hold(stat.id())) {
                        otherTicks += stat.ticks();
                    }
                } catch (IOException e) {
                    // it has ended meanwhile
                }
            }
        }
        return new ProcessorTime(all, busyTicks(Files.readString(PROC.resolve("stat"))), otherTicks);
    }

    /// Of the text of `/proc/stat`: user, nice, system, irq and softirq of all cores.
    static long busyTicks(String text) throws IOException {
        String[] fields = text.lines()
                .findFirst()
                .orElse("")
                .strip()
                .replaceAll(" +", " ")
                .split(" ", -1);
        if (!fields[0].equals("cpu") || fields.length < 8) {
            throw new IOException("/proc/stat begins with: " + String.join(" ", fields));
        }
        try {
            // SPEC [proc_stat(5)] idle and iowait are the fourth and fifth, steal the eighth
            return Long.parseLong(fields[1])
                    + Long.parseLong(fields[2])
                    + Long.parseLong(fields[3])
                    + Long.parseLong(fields[6])
                    + Long.parseLong(fields[7]);
        } catch (NumberFormatException e) {
            throw new IOException("/proc/stat begins with: " + String.join(" ", fields), e);
        }
    }

    /// All cores, in seconds.
    double machineSince(ProcessorTime before) {
        return (busyTicks - before.busyTicks) / ProcessStat.TICKS_PER_SECOND;
    }

    /// A process and all that descend from it, in seconds.
    double treeSince(ProcessorTime before, long root) {
        return (treeTicks(root) - before.treeTicks(root)) / ProcessStat.TICKS_PER_SECOND;
    }

    /// All processes but those of the peers' namespaces and this one, in seconds. The time of one that ended is
    /// its parent's.
    double othersSince(ProcessorTime before) {
        return Math.max(0, otherTicks - before.otherTicks) / ProcessStat.TICKS_PER_SECOND;
    }

    private long treeTicks(long root) {
        List<Long> todo = new ArrayList<>(List.of(root));
        long ticks = 0;
        for (int i = 0; i < todo.size(); i++) {
            long id = todo.get(i);
            ProcessStat stat = processes.get(id);
            ticks += stat == null ? 0 : stat.ticks();
            processes.values().stream()
                    .filter(child -> child.parent() == id)
                    .map(ProcessStat::id)
                    .forEach(todo::add);
        }
        return ticks;
    }
}
