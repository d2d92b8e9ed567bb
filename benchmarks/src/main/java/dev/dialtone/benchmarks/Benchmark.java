package dev.dialtone.benchmarks;

/// Measures, and tells the figures.
interface Benchmark {
    /// @throws SkippedException what it needs is not here
    /// @throws Exception          whatever went wrong
    void run(Report report) throws Exception;
}
