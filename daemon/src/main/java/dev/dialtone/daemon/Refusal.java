package dev.dialtone.daemon;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;

/// A request that is not answered as asked: the HTTP status and the RAS error of its JSON body.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final RasException error;
    private final String allow;

    private Refusal(int status, RasException error, String allow) {
        super(error.getMessage(), error);
        this.status = status;
        this.error = error;
        this.allow = allow;
    }

    static Refusal of(int status, int error, String reason) {
        return new Refusal(status, RasException.of(error, reason), "");
    }

    /// 405 with the methods the path knows.
    static Refusal methods(String path, String allow) {
        return new Refusal(
                405, RasException.of(RasError.INVALID_PARAMETER, "path: " + path + " knows only " + allow), allow);
    }

    static Refusal of(RasException error) {
        return new Refusal(statusOf(error.error()), error, "");
    }

    int status() {
        return status;
    }

    RasException error() {
        return error;
    }

    /// For the header `Allow`; empty when it has none.
    String allow() {
        return allow;
    }

    private static int statusOf(int error) {
        return switch (error) {
            case RasError.INVALID_PARAMETER, RasError.INVALID_NAME -> 400;
            case RasError.ACCESS_DENIED -> 403;
            case RasError.INVALID_HANDLE, RasError.CANNOT_FIND_PHONEBOOK_ENTRY -> 404;
            case RasError.DIAL_ALREADY_IN_PROGRESS, RasError.CANNOT_DELETE, RasError.ALREADY_EXISTS -> 409;
            case RasError.MANAGER_CANNOT_INITIALIZE -> 503;
            default -> 422;
        };
    }
}
