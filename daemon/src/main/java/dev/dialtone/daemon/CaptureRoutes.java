package dev.dialtone.daemon;

import dev.dialtone.api.Capture;
import dev.dialtone.api.CaptureOptions;
import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The frames of a connection as a pcapng file that grows while it is read.
final class CaptureRoutes {
    private static final String KIND = "application/x-pcapng";
    private static final int MOST_OF_ONE_USER = 4;

    private final Quota quota = new Quota("captures", MOST_OF_ONE_USER);
    private final Duration readLimit;
    private final Set<Capture> open = new HashSet<>();

    /// @param readLimit after which a client that reads nothing is cut off
    CaptureRoutes(Duration readLimit) {
        this.readLimit = readLimit;
    }

    List<Route> routes() {
        return List.of(Route.of("GET /v1/connections/{target}/capture", this::capture));
    }

    private void capture(Call call) throws IOException {
        CaptureOptions options = options(call.query("control", "count", "seconds"));
        quota.take(call.caller());
        try (Capture capture = call.view().capture(call.path("target"), options)) {
            add(capture);
            // the end of the answer is sent after this has returned, and the daemon's end waits for that
            call.onDone(() -> remove(capture));
            pass(capture, call);
        } finally {
            quota.giveBack(call.caller());
        }
    }

    private void pass(Capture capture, Call call) throws IOException {
        byte[] piece = capture.next();
        call.open(200, KIND, piece == null ? new byte[0] : piece, readLimit);
        for (piece = capture.next(); piece != null; piece = capture.next()) {
            call.write(piece);
        }
    }

    private static CaptureOptions options(Map<String, String> query) {
        String control = query.getOrDefault("control", "false");
        if (!control.equals("true") && !control.equals("false")) {
            throw RasException.of(RasError.INVALID_PARAMETER, "control: must be true or false");
        }
        return new CaptureOptions(
                control.equals("true"), number(query, "count"), Duration.ofSeconds(number(query, "seconds")));
    }

    private static long number(Map<String, String> query, String name) {
        String text = query.getOrDefault(name, "0");
        if (!text.matches("[0-9]{1,12}")) {
            throw RasException.of(RasError.INVALID_PARAMETER, name + ": must be a whole number, 0 or more");
        }
        return Long.parseLong(text);
    }

    private synchronized void add(Capture capture) {
        open.add(capture);
    }

    private synchronized void remove(Capture capture) {
        open.remove(capture);
        notifyAll();
    }

    /// Lets the captures give their last frames, those of a manager that has ended, and ends what is left.
    void finish(Duration limit) throws InterruptedException {
        await(limit);
        copy().forEach(Capture::close);
        await(limit);
    }

    private synchronized List<Capture> copy() {
        return List.copyOf(open);
    }

    private synchronized void await(Duration limit) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        long left = limit.toMillis();
        while (!open.isEmpty() && left > 0) {
            wait(left);
            left = Duration.ofNanos(until - System.nanoTime()).toMillis();
        }
    }
}
