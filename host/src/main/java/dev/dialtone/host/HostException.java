package dev.dialtone.host;

import dev.dialtone.core.Failure;

/// The host refused a change or a question; the failure says what and why, errno's words included.
public final class HostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public HostException(Failure failure) {
        super(failure.reason());
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
