package dev.dialtone.daemon;

import java.nio.channels.SelectableChannel;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.io.SelectorManager;

// SECURITY: found by `./load --beyond`: thousands of connections at once were accepted faster than Admission could
// refuse them, and the daemon had no descriptor left for a tunnel.
/// Holds the accepting thread while many connections that were accepted wait to be admitted or refused; the next ones
/// wait in the socket's own queue. Safe for use by several threads.
// INTEROP [Jetty 12.1.12] not NetworkConnectionLimit: AbstractConnector.setAccepting(true) fails for a Unix domain
// socket that has a thread of its own to accept
final class AcceptPace implements SelectorManager.AcceptListener {
    /// So many wait at most.
    static final int MOST = 128;

    private final Semaphore room = new Semaphore(MOST);

    @Override
    public void onAccepting(SelectableChannel channel) {
        try {
            room.acquire();
        } catch (InterruptedException e) {
            // the server stops
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onAccepted(SelectableChannel channel) {
        room.release();
    }

    @Override
    public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
        room.release();
    }
}
