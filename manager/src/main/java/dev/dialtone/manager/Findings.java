package dev.dialtone.manager;

import dev.dialtone.api.Finding;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Verdict;

/// Failures of a dial as the doctor tells them.
final class Findings {
    private Findings() {}

    static Finding of(String subject, Failure failure) {
        return new Finding(subject, Verdict.FAILED, failure.reason(), words(failure), advice(failure));
    }

    private static String words(Failure failure) {
        String code = failure.peerCode() == null ? "" : failure.peerCode();
        String text = failure.peerText() == null ? "" : failure.peerText();
        return (code + " " + text).strip();
    }

    static String advice(Failure failure) {
        String own = failure.advice();
        return own == null ? dev.dialtone.api.RasError.adviceOf(failure.error()) : own;
    }
}
