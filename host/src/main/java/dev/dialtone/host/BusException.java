package dev.dialtone.host;

import dev.dialtone.core.Failure;
import dev.dialtone.core.Layer;

/// What was asked for over D-Bus did not come to anything. What it means is for whoever asked to say.
final class BusException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String error;
    private final String words;

    /// @param reason what did not work, a sentence without its full stop
    /// @param error  the name of the error that the other side answered with, or empty
    /// @param words  its own words, or empty
    BusException(String reason, String error, String words) {
        super(reason);
        this.error = error;
        this.words = words;
    }

    String reason() {
        return String.valueOf(getMessage());
    }

    /// Whether the other side may do it, but not for us.
    boolean denied() {
        return error.endsWith(".AccessDenied")
                || error.endsWith(".PermissionDenied")
                || error.endsWith(".NotAuthorizedException")
                || error.endsWith(".AuthFailed")
                || words.startsWith("ACCESS_DENIED");
    }

    boolean isError(String name) {
        return error.equals(name);
    }

    /// With the other side's words, for a log.
    String described() {
        String said = (error + " " + words).strip();
        return said.isEmpty() ? reason() : reason() + " (" + said.replaceAll("\\p{Cntrl}", " ") + ")";
    }

    /// The same, said of what it was for.
    BusException prefixed(String what) {
        return new BusException(what + reason(), error, words);
    }

    /// For whoever dials. Who did not answer at all may do so later, for example once it has begun.
    ///
    /// @param code RAS error, unless it is a matter of rights
    HostException toHost(int code, Layer layer, String advice) {
        return new HostException(new Failure(
                denied() ? HostErrors.ACCESS_DENIED : code,
                layer,
                reason(),
                error.isEmpty() ? null : error,
                words.isEmpty() ? null : words,
                advice,
                error.isEmpty()));
    }
}
