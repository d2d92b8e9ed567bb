package dev.dialtone.cli;

/// What the process ends with (contract §7).
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG_COMMAND = 2;
    static final int NO_MANAGER = 3;
    static final int NOT_PERMITTED = 4;
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
