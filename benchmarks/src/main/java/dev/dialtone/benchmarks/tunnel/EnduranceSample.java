package dev.dialtone.benchmarks.tunnel;

import java.util.Locale;

/// One transfer of an endurance run, and both ends right after it. 1 MB is 1,000,000 bytes.
///
/// @param seconds    since the beginning
/// @param mbit       received, both ways together
/// @param gigabytes  carried since the beginning
/// @param client     the daemon
/// @param server     the answerer
record EnduranceSample(double seconds, Load load, double mbit, double gigabytes, End client, End server) {
    static final String HEAD = "seconds,load,mbit,gigabytes,client_resident_mb,client_live_heap_mb,client_key_updates,"
            + "server_resident_mb,server_live_heap_mb,server_key_updates";

    /// One end of the tunnel.
    ///
    /// @param residentMb VmRSS
    /// @param liveMb     heap after a full collection
    /// @param keyUpdates how often it has changed the key it sends with
    record End(double residentMb, double liveMb, long keyUpdates) {
        private String csv() {
            return String.format(Locale.ROOT, "%.1f,%.2f,%d", residentMb, liveMb, keyUpdates);
        }
    }

    String csv() {
        return String.format(
                Locale.ROOT,
                "%.1f,%s,%.0f,%.1f,%s,%s",
                seconds,
                load.key(),
                mbit,
                gigabytes,
                client.csv(),
                server.csv());
    }
}
