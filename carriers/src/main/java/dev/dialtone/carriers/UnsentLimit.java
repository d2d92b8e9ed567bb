package dev.dialtone.carriers;

import java.net.InetSocketAddress;

/// Limits how much may wait unsent in the socket of a TCP connection of this process: a port, because the JDK has no
/// such option.
@FunctionalInterface
public interface UnsentLimit {
    /// For where nobody can: as much waits as the kernel likes.
    UnsentLimit NONE = (_, _, _) -> {};

    /// A connection that is not there any more is no matter. Callable from any thread.
    ///
    /// @param bytes 1 or more, or -1 for no limit
    void limit(InetSocketAddress local, InetSocketAddress remote, int bytes);
}
