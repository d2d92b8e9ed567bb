package dev.dialtone.testkit;

/// Looks on while one session goes its way. Called on the session's loop; the steps below TLS are not of its
/// world.
public interface SessionWatch {
    /// Looks at nothing.
    SessionWatch NOBODY = _ -> {};

    /// The client's first bytes of this step have come in, whether or not the server answers them. Each step at
    /// most once; [AnswererStep#AUTHENTICATE] and [AnswererStep#CONNECTED] are the server's own doing and come
    /// when it does them.
    void saw(AnswererStep step);
}
