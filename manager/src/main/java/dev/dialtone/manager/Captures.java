package dev.dialtone.manager;

import dev.dialtone.api.RasError;
import dev.dialtone.api.RasException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The captures that are under way: those that see a connection, and those that wait for the next one of an
/// entry. Safe for any thread.
final class Captures {
    // SECURITY: each may hold frames of CaptureQueue.MOST_BYTES; some are kept for the privileged
    private static final int MOST = 16;

    private static final int MOST_FOR_OTHERS = 8;

    /// Of one user who is not privileged: nobody takes them all.
    private static final int MOST_OF_ONE = 3;

    private final Map<LocalCapture, Place> places = new LinkedHashMap<>();

    private sealed interface Place {
        Permissions permissions();
    }

    private record Waits(String entry, Permissions permissions) implements Place {}

    private record Sees(CaptureTap tap, Permissions permissions) implements Place {}

    /// It sees the frames of this connection from now on.
    ///
    /// @throws RasException 668 when it has ended, 5 when there are too many
    synchronized void see(ConnectionRecord record, Permissions permissions, LocalCapture capture) {
        room(permissions);
        capture.sees(record.id());
        if (!record.tap().attach(capture)) {
            throw RasException.of(RasError.NO_CONNECTION, "connection " + record.id() + " has ended");
        }
        places.put(capture, new Sees(record.tap(), permissions));
    }

    /// It sees the frames of the entry's next connection, of those that its user may touch.
    synchronized void await(String entry, Permissions permissions, LocalCapture capture) {
        room(permissions);
        places.put(capture, new Waits(entry, permissions));
    }

    private void room(Permissions permissions) {
        Caller caller = permissions.caller();
        int most = caller.privileged() ? MOST : MOST_FOR_OTHERS;
        if (places.size() >= most) {
            throw RasException.of(RasError.ACCESS_DENIED, "captures: " + most + " are under way already");
        }
        long own = places.values().stream()
                .filter(place -> place.permissions().caller().uid() == caller.uid())
                .count();
        if (!caller.privileged() && own >= MOST_OF_ONE) {
            throw RasException.of(
                    RasError.ACCESS_DENIED, "captures: " + MOST_OF_ONE + " of this user's are under way already");
        }
    }

    /// A connection begins; nothing of it has moved yet.
    synchronized void begun(ConnectionRecord record) {
        places.replaceAll((capture, place) -> {
            boolean itsOwn = place instanceof Waits(String entry, Permissions permissions)
                    && entry.equals(record.identity().entry())
                    && permissions.owns(record);
            if (!itsOwn) {
                return place;
            }
            capture.sees(record.id());
            record.tap().attach(capture);
            return new Sees(record.tap(), place.permissions());
        });
    }

    /// Nothing more is for it. Safe to repeat.
    synchronized void ended(LocalCapture capture) {
        if (places.remove(capture) instanceof Sees(CaptureTap tap, Permissions _)) {
            tap.detach(capture);
        }
    }

    /// No connection will begin any more.
    void stop() {
        List<LocalCapture> waiting;
        synchronized (this) {
            waiting = places.entrySet().stream()
                    .filter(entry -> entry.getValue() instanceof Waits)
                    .map(Map.Entry::getKey)
                    .toList();
        }
        waiting.forEach(capture -> capture.queue().end());
    }
}
