package dev.dialtone.benchmarks.tunnel;

import java.io.IOException;

/// A line of `/proc/PID/stat`.
///
/// @param ticks      its processor time with that of all its threads, and of its children that it saw end
/// @param kernelPart whether it is a thread of the kernel
record ProcessStat(long id, long parent, long ticks, boolean kernelPart) {
    /// SPEC [proc_pid_stat(5)] in ticks of 1/100 s on every Linux
    static final double TICKS_PER_SECOND = 100;

    private static final long PF_KTHREAD = 0x200000;

    static ProcessStat of(String line) throws IOException {
        // the name, in brackets, may hold anything
        int name = line.indexOf('(');
        int end = line.lastIndexOf(')');
        String[] fields =
                end < 0 ? new String[0] : line.substring(end + 1).strip().split(" ", -1);
        try {
            if (name < 1 || fields.length < 15) {
                throw new IOException("not a line of stat: " + line);
            }
            // SPEC [proc_pid_stat(5)] fields 4, 9 and 14 to 17
            long ticks = 0;
            for (int i = 11; i <= 14; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return new ProcessStat(
                    Long.parseLong(line.substring(0, name).strip()),
                    Long.parseLong(fields[1]),
                    ticks,
                    (Long.parseLong(fields[6]) & PF_KTHREAD) != 0);
        } catch (NumberFormatException e) {
            throw new IOException("not a line of stat: " + line, e);
        }
    }
}
