package dev.dialtone.client;

import dev.dialtone.api.Notification;
import dev.dialtone.api.RasException;
import java.lang.System.Logger.Level;
import java.util.function.LongConsumer;

/// Opens the gate of a gated dial from state to state (N9). Used by the reader and the delivery of one observation; a
/// manager that is gone is no matter of this class.
final class Gate {
    private static final System.Logger LOG = System.getLogger(Gate.class.getName());

    private final LongConsumer acknowledge;
    private long done;

    /// @param acknowledge tells the manager a seq; may throw what the manager refuses
    Gate(LongConsumer acknowledge) {
        this.acknowledge = acknowledge;
    }

    /// Nothing waits behind `Connected` and behind the last notification. One that was acknowledged already,
    /// or is older than one that was, is left out.
    void acknowledge(Notification notification) {
        if (notification.isConnected() || notification.isLast() || !isNew(notification.seq())) {
            return;
        }
        try {
            acknowledge.accept(notification.seq());
        } catch (RasException e) {
            LOG.log(Level.DEBUG, "not_acknowledged seq=" + notification.seq(), e);
        }
    }

    private synchronized boolean isNew(long seq) {
        boolean fresh = seq > done;
        done = Math.max(done, seq);
        return fresh;
    }
}
