package dev.dialtone.daemon;

import dev.dialtone.manager.Caller;
import java.time.Duration;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

// SECURITY: an idle limit begins anew with every byte, so a client that sends one now and then would keep its
// connection for ever. What it is given here is a time by which all of it has to be there.
/// One connection that was admitted: who holds it, and until when it has to come on. Written by the thread that
/// handles the connection, read by [Admission]'s sweep.
final class Seat {
    /// From the connection's begin, or from the last answer, to the whole head of the next request.
    static final Duration HEAD = Duration.ofSeconds(30);

    /// From the head of a request to the end of its answer, unless the answer has no end of its own.
    static final Duration REQUEST = Duration.ofSeconds(30);

    private static final String ATTRIBUTE = Seat.class.getName();

    private final Caller caller;
    private final EndPoint endPoint;
    private final long began = System.nanoTime();
    // nanoseconds since `began`
    private volatile long due = HEAD.toNanos();

    Seat(Caller caller, EndPoint endPoint) {
        this.caller = caller;
        this.endPoint = endPoint;
    }

    /// The seat of the connection that a request came on.
    static Seat of(Request request) {
        if (request.getConnectionMetaData().getAttribute(ATTRIBUTE) instanceof Seat seat) {
            return seat;
        }
        throw new IllegalStateException("a request on a connection that was never admitted");
    }

    /// Marks a connection as admitted.
    void on(org.eclipse.jetty.server.ConnectionMetaData connection) {
        connection.setAttribute(ATTRIBUTE, this);
    }

    Caller caller() {
        return caller;
    }

    /// The head of a request is there.
    void begins() {
        due = passed() + REQUEST.toNanos();
    }

    /// The request has become a stream or a lease, which lasts as long as both sides like.
    void lasts() {
        due = Long.MAX_VALUE;
    }

    /// The answer is made.
    void ends() {
        due = passed() + HEAD.toNanos();
    }

    boolean isLate() {
        return passed() > due;
    }

    void close() {
        endPoint.close();
    }

    private long passed() {
        return System.nanoTime() - began;
    }
}
