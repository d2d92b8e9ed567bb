package dev.dialtone.simulator;

/// A server goes, and comes back.
///
/// @param atNanos   when, in virtual time
/// @param lastsNanos how long
/// @param how       REFUSES or SILENT
public record Outage(long atNanos, long lastsNanos, SimServer.Health how) {
    public Outage {
        if (how == SimServer.Health.UP || lastsNanos < 0) {
            throw new IllegalArgumentException("an outage takes a server down for a while");
        }
    }
}
