package dev.dialtone.manager;

import dev.dialtone.api.Detail;
import dev.dialtone.api.Notification;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// What each attempt and each established connection came to, a line of the log each, for who asks for more than
/// warnings.
final class OutcomeLog {
    private static final Logger LOG = System.getLogger(OutcomeLog.class.getName());
    private static final String ABOUT = " connection={0} entry={1} attempt={2}";

    private OutcomeLog() {}

    static void told(Notification n) {
        boolean over = n.completion() || n.ending();
        if (!over || !LOG.isLoggable(Level.DEBUG)) {
            return;
        }
        String attempt = Integer.toString(n.attempt());
        if (n.isConnected()) {
            LOG.log(Level.DEBUG, "connected" + ABOUT, n.connection(), n.entry(), attempt);
            return;
        }
        Detail detail = n.detail();
        LOG.log(
                Level.DEBUG,
                event(n) + ABOUT + " state={3} error={4} retry_in_millis={5} layer={6} reason={7}",
                n.connection(),
                n.entry(),
                attempt,
                n.state().word(),
                Integer.toString(n.error() != 0 ? n.error() : n.cause()),
                Long.toString(n.retryInMillis()),
                detail == null ? "" : detail.layer(),
                detail == null ? "" : detail.reason());
    }

    private static String event(Notification n) {
        return n.ending() ? "ended" : n.error() != 0 ? "failed" : "disconnected";
    }
}
