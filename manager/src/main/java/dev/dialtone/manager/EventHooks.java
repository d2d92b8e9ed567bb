package dev.dialtone.manager;

import dev.dialtone.api.Notification;

/// What is called when something happens to a connection. Callable from any thread.
public interface EventHooks extends AutoCloseable {
    /// Nobody is called.
    EventHooks NONE = new EventHooks() {
        @Override
        public void told(Notification notification) {}

        @Override
        public Counts counts() {
            return new Counts(0, 0, 0, 0, 0, 0);
        }

        @Override
        public void close() {}
    };

    /// What became of calls since the start.
    ///
    /// @param done    ended well
    /// @param failed  ended badly, or could not begin
    /// @param overdue cut off at their time limit
    /// @param dropped never begun, because too many waited
    /// @param waiting at this moment
    /// @param running at this moment
    record Counts(long done, long failed, long overdue, long dropped, long waiting, long running) {}

    /// Something was notified, on the connection's own loop: this must neither block nor throw.
    void told(Notification notification);

    Counts counts();

    /// Waits a little for what is under way, and calls nobody any more.
    @Override
    void close();
}
