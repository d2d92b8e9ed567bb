package dev.dialtone.benchmarks.tunnel;

/// What is taken of a load. 1 GB is 1,000,000,000 bytes that TCP or UDP carried, of both directions.
enum Quantity {
    /// Received, of all streams and both directions.
    MBIT("mbit_per_second"),
    UP_MBIT("up_mbit_per_second"),
    DOWN_MBIT("down_mbit_per_second"),
    /// The smallest stream by its fair share, 0 to 1.
    SMALLEST_SHARE("smallest_share"),
    PACKETS("packets_per_second"),
    LOSS("loss_percent"),
    RTT_P50("rtt_p50_ms"),
    RTT_P99("rtt_p99_ms"),
    CPU_CLIENT("client_cpu_seconds_per_gb"),
    CPU_SERVER("server_cpu_seconds_per_gb"),
    CPU_BOTH("both_cpu_seconds_per_gb"),
    /// The busy time of all cores, with iperf3 and the kernel.
    CPU_MACHINE("machine_cpu_seconds_per_gb"),
    GARBAGE_CLIENT("client_garbage_mb_per_gb"),
    GARBAGE_SERVER("server_garbage_mb_per_gb"),
    /// What processes used meanwhile that have no part in it, in percent of one core.
    OTHER_WORK("other_work_percent");

    private final String key;

    Quantity(String key) {
        this.key = key;
    }

    /// In JSON, with its unit.
    String key() {
        return key;
    }
}
