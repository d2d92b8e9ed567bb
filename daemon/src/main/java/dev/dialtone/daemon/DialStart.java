package dev.dialtone.daemon;

import dev.dialtone.api.Connection;
import dev.dialtone.api.Notification;
import dev.dialtone.api.Observer;
import java.util.concurrent.CompletableFuture;

/// The observer that the daemon itself gives a dial. It wants to know where the manager lets the dialler begin, and
/// nothing more: who dialled reads a stream, and acknowledges what it has seen there (N9).
final class DialStart implements Observer {
    private final CompletableFuture<Long> since = new CompletableFuture<>();

    /// What the dialler's notifications follow: 0, or, of an entry that was connected, what is before its
    /// `Connected` (H2). Only the manager knows which: a dial that has just begun may be connected by the time
    /// it is looked at.
    long since(Connection dialled) {
        return dialled.status().seq() == 0 ? 0 : since.join();
    }

    @Override
    public void onNotification(Notification first) {
        since.complete(first.seq() - 1);
    }

    @Override
    public void onEnd(long lastSeq) {
        since.complete(lastSeq);
    }

    @Override
    public boolean wantsMore() {
        return false;
    }

    @Override
    public boolean acknowledges() {
        return false;
    }
}
