package dev.dialtone.carriers;

import dev.dialtone.core.Failure;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/// Looks at what lies below a [Transport], one step at a time, for who examines instead of dialling. Every call
/// blocks, no longer than its limit, and leaves nothing open. Callable from any thread.
public interface Scout {

    /// All addresses of a name, in the order in which a transport tries them.
    ///
    /// @param host name or address literal, as of [Transport.Target]
    Names lookUp(String host, Duration limit);

    /// Connects to one address, and listens for a moment: a TLS server never speaks first.
    ///
    /// @param limit for the connection; the moment comes on top
    Knock knock(InetAddress address, int port, Duration limit);

    /// The first bytes that come back for the first message of a TLS handshake, [#MOST_BYTES] at most; empty when
    /// none come.
    byte[] greet(InetAddress address, int port, Duration limit);

    /// Most bytes of a stranger that are looked at.
    int MOST_BYTES = 64;

    /// Whether first bytes are those of a TLS record (RFC 8446 §5.1).
    static boolean isTls(byte[] first) {
        return first.length >= 2 && first[0] >= 20 && first[0] <= 23 && first[1] == 3;
    }

    /// What a name is.
    sealed interface Names {
        record Found(List<InetAddress> addresses) implements Names {
            public Found {
                addresses = List.copyOf(addresses);
            }
        }

        record NotFound(Failure failure) implements Names {}
    }

    /// What became of a connection.
    sealed interface Knock {
        /// It stands, and nothing was said.
        ///
        /// @param millis from the first packet until it stood
        record Open(long millis) implements Knock {}

        /// It stands, and the other side spoke first.
        record Spoke(byte[] first) implements Knock {}

        record Closed(Failure failure) implements Knock {}
    }
}
