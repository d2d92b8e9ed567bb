package dev.dialtone.manager;

import dev.dialtone.carriers.Tunnel;
import dev.dialtone.core.Loop;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Releases everything a connection holds: the peer is told while the host is undone, and both within the bound of a
/// hang-up (C6), whatever the peer does. Runs on the connection's loop.
final class Teardown {
    private static final Logger LOG = System.getLogger(Teardown.class.getName());
    private static final Duration FAREWELL = Duration.ofMillis(3000);
    private static final Duration BOUND = Duration.ofMillis(4500);

    private final String connection;
    private final Loop loop;
    private final HostDesk hostDesk;
    private @Nullable Tunnel tunnel;
    private @Nullable Pump pump;
    private boolean tunnelGone = true;
    private boolean hostReleased;
    private @Nullable Runnable done;
    private Loop.@Nullable Timer farewellTimer;
    private Loop.@Nullable Timer boundTimer;

    Teardown(String connection, Loop loop, HostDesk hostDesk) {
        this.connection = connection;
        this.loop = loop;
        this.hostDesk = hostDesk;
    }

    void tunnel(Tunnel opened) {
        tunnel = opened;
        tunnelGone = false;
    }

    void pump(Pump started) {
        pump = started;
    }

    /// @param farewell tell the peer; otherwise the carrier is known to be dead
    /// @param keepsNamespace see [AttemptOwner#keepsNamespace]
    /// @param released run once, when everything is released
    void run(boolean farewell, boolean keepsNamespace, Runnable released) {
        done = released;
        long now = loop.nanoTime();
        boundTimer = loop.at(now + BOUND.toNanos(), this::giveUp);
        Pump moving = pump;
        if (moving != null) {
            moving.stop();
        }
        Tunnel open = tunnel;
        if (open != null && !tunnelGone) {
            if (farewell) {
                farewellTimer = loop.at(now + FAREWELL.toNanos(), open::abort);
                open.close();
            } else {
                open.abort();
            }
        }
        hostDesk.release(connection, keepsNamespace, loop, () -> {
            hostReleased = true;
            check();
        });
    }

    void tunnelClosed() {
        tunnelGone = true;
        check();
    }

    private void giveUp() {
        LOG.log(
                Level.ERROR,
                "teardown_overdue connection=" + connection + " tunnelGone=" + tunnelGone + " hostReleased="
                        + hostReleased);
        tunnelGone = true;
        hostReleased = true;
        check();
    }

    private void check() {
        Runnable released = done;
        if (released == null || !tunnelGone || !hostReleased) {
            return;
        }
        done = null;
        if (farewellTimer != null) {
            farewellTimer.cancel();
        }
        if (boundTimer != null) {
            boundTimer.cancel();
        }
        released.run();
    }
}
