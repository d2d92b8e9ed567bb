package dev.dialtone.host;

/// A listener's subscription to the host's changes. Ended by [#close], from any thread, the listener's call
/// included.
public interface HostWatch extends AutoCloseable {

    /// Ends it. Returns at once; no call begins afterwards, but one that had begun may still be running. Twice is
    /// the same as once.
    @Override
    void close();
}
