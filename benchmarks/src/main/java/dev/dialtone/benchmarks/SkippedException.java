package dev.dialtone.benchmarks;

/// What a benchmark needs is not on this machine.
final class SkippedException extends Exception {
    private static final long serialVersionUID = 1L;

    SkippedException(String why) {
        super(why);
    }
}
