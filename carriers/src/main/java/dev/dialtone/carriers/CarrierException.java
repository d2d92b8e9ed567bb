package dev.dialtone.carriers;

import dev.dialtone.core.Failure;

/// A [Failure] on its way up through blocking code; never leaves this package.
final class CarrierException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    CarrierException(Failure failure) {
        super(failure.reason());
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
