package dev.dialtone.benchmarks.tunnel;

import dev.dialtone.benchmarks.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// The medians of all peers, in Markdown: a row for each peer, `-` for what was not measured.
///
/// @param peers in the order of the rows
record TunnelTables(List<String> peers, Figures figures) {

    /// A column: its head and how many digits it has behind the point.
    private record Column(String head, Load load, Quantity quantity, int digits) {}

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        table(
                lines,
                "TCP, Mbit/s received",
                "Smallest: of 4 streams the one with the least, by what would be its fair share.",
                new Column("1 up", Load.TCP_UP, Quantity.MBIT, 0),
                new Column("1 down", Load.TCP_DOWN, Quantity.MBIT, 0),
                new Column("both ways: up", Load.TCP_BOTH, Quantity.UP_MBIT, 0),
                new Column("and down", Load.TCP_BOTH, Quantity.DOWN_MBIT, 0),
                new Column("4 up", Load.TCP4_UP, Quantity.MBIT, 0),
                new Column("smallest", Load.TCP4_UP, Quantity.SMALLEST_SHARE, 2),
                new Column("4 down", Load.TCP4_DOWN, Quantity.MBIT, 0),
                new Column("smallest", Load.TCP4_DOWN, Quantity.SMALLEST_SHARE, 2));
        table(
                lines,
                "Processor time, s per GB, one TCP stream",
                "Of the processes of client and server; the machine's is all that was busy, with iperf3 and the kernel.",
                new Column("up: client", Load.TCP_UP, Quantity.CPU_CLIENT, 2),
                new Column("server", Load.TCP_UP, Quantity.CPU_SERVER, 2),
                new Column("both", Load.TCP_UP, Quantity.CPU_BOTH, 2),
                new Column("machine", Load.TCP_UP, Quantity.CPU_MACHINE, 2),
                new Column("down: client", Load.TCP_DOWN, Quantity.CPU_CLIENT, 2),
                new Column("server", Load.TCP_DOWN, Quantity.CPU_SERVER, 2),
                new Column("both", Load.TCP_DOWN, Quantity.CPU_BOTH, 2),
                new Column("machine", Load.TCP_DOWN, Quantity.CPU_MACHINE, 2));
        udp(lines, "UDP, small datagrams (" + TunnelOptions.SMALL_BYTES + " bytes)", true);
        udp(lines, "UDP, large datagrams (" + TunnelOptions.LARGE_BYTES + " bytes)", false);
        table(
                lines,
                "Ping, ms",
                "A request each 10 ms; under load: while one TCP stream runs.",
                new Column("idle p50", Load.PING_IDLE, Quantity.RTT_P50, 2),
                new Column("p99", Load.PING_IDLE, Quantity.RTT_P99, 2),
                new Column("TCP up p50", Load.PING_UP, Quantity.RTT_P50, 2),
                new Column("p99", Load.PING_UP, Quantity.RTT_P99, 2),
                new Column("lost %", Load.PING_UP, Quantity.LOSS, 1),
                new Column("TCP down p50", Load.PING_DOWN, Quantity.RTT_P50, 2),
                new Column("p99", Load.PING_DOWN, Quantity.RTT_P99, 2),
                new Column("lost %", Load.PING_DOWN, Quantity.LOSS, 1));
        table(
                lines,
                "Garbage, MB allocated per GB",
                "Of processes in Java: all that their threads allocated.",
                new Column("TCP up: client", Load.TCP_UP, Quantity.GARBAGE_CLIENT, 1),
                new Column("server", Load.TCP_UP, Quantity.GARBAGE_SERVER, 1),
                new Column("TCP down: client", Load.TCP_DOWN, Quantity.GARBAGE_CLIENT, 1),
                new Column("server", Load.TCP_DOWN, Quantity.GARBAGE_SERVER, 1),
                new Column("large UDP up: client", Load.UDP_LARGE_UP, Quantity.GARBAGE_CLIENT, 1),
                new Column("server", Load.UDP_LARGE_UP, Quantity.GARBAGE_SERVER, 1));
        spread(lines);
        return lines;
    }

    private void udp(List<String> lines, String title, boolean small) {
        Load up = small ? Load.UDP_SMALL_UP : Load.UDP_LARGE_UP;
        Load down = small ? Load.UDP_SMALL_DOWN : Load.UDP_LARGE_DOWN;
        table(
                lines,
                title,
                "Received, of more than most can carry.",
                new Column("up Mbit/s", up, Quantity.MBIT, 0),
                new Column("packets/s", up, Quantity.PACKETS, 0),
                new Column("lost %", up, Quantity.LOSS, 1),
                new Column("CPU s per GB", up, Quantity.CPU_BOTH, 2),
                new Column("down Mbit/s", down, Quantity.MBIT, 0),
                new Column("packets/s", down, Quantity.PACKETS, 0),
                new Column("lost %", down, Quantity.LOSS, 1),
                new Column("CPU s per GB", down, Quantity.CPU_BOTH, 2));
    }

    private void table(List<String> lines, String title, String remark, Column... columns) {
        lines.add("");
        lines.add("## " + title);
        lines.add("");
        lines.add(remark);
        lines.add("");
        StringBuilder head = new StringBuilder("| |");
        StringBuilder rule = new StringBuilder("| --- |");
        for (Column column : columns) {
            head.append(' ').append(column.head()).append(" |");
            rule.append(" ---: |");
        }
        lines.add(head.toString());
        lines.add(rule.toString());
        for (String peer : peers) {
            StringBuilder row = new StringBuilder("| " + peer + " |");
            boolean any = false;
            for (Column column : columns) {
                OptionalDouble median = figures.median(peer, column.load(), column.quantity());
                any |= median.isPresent();
                row.append(' ').append(number(median, column.digits())).append(" |");
            }
            if (any) {
                lines.add(row.toString());
            }
        }
    }

    /// How far the rounds were apart, and how much else the machine did.
    private void spread(List<String> lines) {
        lines.add("");
        lines.add("## How far to trust it");
        lines.add("");
        lines.add(
                "One TCP stream, Mbit/s, least and most of the rounds; other work: what processes without a part in it"
                        + " used meanwhile, in percent of one core, median and most of all transfers.");
        lines.add("");
        lines.add("| | up | down | other work |");
        lines.add("| --- | ---: | ---: | ---: |");
        for (String peer : peers) {
            List<Double> up = figures.all(peer, Load.TCP_UP, Quantity.MBIT);
            List<Double> down = figures.all(peer, Load.TCP_DOWN, Quantity.MBIT);
            List<Double> other = new ArrayList<>();
            for (Load load : Load.values()) {
                other.addAll(figures.all(peer, load, Quantity.OTHER_WORK));
            }
            if (other.isEmpty()) {
                continue;
            }
            Samples work = Samples.of(other);
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %.0f, %.0f |",
                    peer,
                    range(up),
                    range(down),
                    work.median(),
                    work.max()));
        }
    }

    private static String range(List<Double> values) {
        if (values.isEmpty()) {
            return "-";
        }
        Samples all = Samples.of(values);
        return String.format(Locale.ROOT, "%,.0f-%,.0f", all.min(), all.max());
    }

    private static String number(OptionalDouble value, int digits) {
        return value.isEmpty() ? "-" : String.format(Locale.ROOT, "%,." + digits + "f", value.getAsDouble());
    }
}
