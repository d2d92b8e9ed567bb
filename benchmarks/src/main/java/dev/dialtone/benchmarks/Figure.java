package dev.dialtone.benchmarks;

/// One measured figure beside its limit.
///
/// @param what  what was measured
/// @param value with its unit
/// @param limit with its unit, or empty for a figure that is only recorded
/// @param met   whether the limit is kept
public record Figure(String what, String value, String limit, boolean met) {

    /// A figure without a limit.
    public static Figure recorded(String what, String value) {
        return new Figure(what, value, "", true);
    }

    public String verdict() {
        if (limit.isEmpty()) {
            return "recorded";
        }
        return met ? "yes" : "NO";
    }
}
