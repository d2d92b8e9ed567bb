package dev.dialtone.testkit;

import java.time.Duration;
import java.util.List;

/// The plain bytes between an [AnsweringServer] and one client: TCP and TLS of the [Answerer], a pipe in the
/// simulator. Nothing here blocks; what is asked of a stream that has ended does nothing.
public interface ClientStream {
    /// Begins to tell its listener. Once, when the server has the session in its books.
    void start();

    /// Queues bytes to be sent whole and in order. The array belongs to the stream from now on. A client that
    /// does not read what it is sent may be cut.
    void send(byte[] bytes);

    /// Queues a data packet in the same way, or drops it when the client is too slow.
    void sendData(byte[] bytes);

    /// Data packets that were dropped.
    long dropped();

    /// From now on one byte at a time with the pause after each.
    void trickle(Duration pause);

    /// Sends what is queued, then ends the stream in good order; a second later the connection is cut.
    void close(String why);

    /// Cuts with a TCP reset.
    void reset(String why);

    /// Says why it will end; the first to say so is believed.
    void blame(String why);

    /// Told on the session's loop how it goes.
    interface Listener {
        /// TLS stands. Once, first.
        void secured(String protocol, String cipher, List<String> serverNames);

        /// Bytes in order; the array belongs to the stream again after the return.
        void received(byte[] buffer, int offset, int length);

        /// Once, last, and without [#secured] before it when it did not come to that.
        void ended(String how);
    }
}
