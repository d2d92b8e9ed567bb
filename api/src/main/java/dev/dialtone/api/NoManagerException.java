package dev.dialtone.api;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;

/// No manager answers on the socket (exit code 3).
public final class NoManagerException extends RasException {
    private static final long serialVersionUID = 1L;

    public NoManagerException(String reason, String advice) {
        super(Failure.retryable(RasError.MANAGER_CANNOT_INITIALIZE, Layer.MANAGER, reason)
                .advise(advice));
    }
}
