package dev.dialtone.api;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;

/// An operation was refused at once. A dial's own outcome is a [Notification], never this.
public class RasException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int error;
    private final transient Detail detail;

    public RasException(Failure failure) {
        super(failure.reason());
        this.error = failure.error();
        this.detail = Detail.of(failure);
    }

    public RasException(int error, Detail detail) {
        super(detail.reason());
        this.error = error;
        this.detail = detail;
    }

    /// An operation the manager itself refuses.
    public static RasException of(int error, String reason) {
        return new RasException(Failure.of(error, Layer.MANAGER, reason));
    }

    /// RAS number.
    public int error() {
        return error;
    }

    public Detail detail() {
        return detail;
    }
}
