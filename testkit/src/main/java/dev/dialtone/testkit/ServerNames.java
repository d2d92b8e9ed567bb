package dev.dialtone.testkit;

import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;

/// The server names a client asked for (RFC 6066 §3).
final class ServerNames {
    private ServerNames() {}

    static List<String> of(SSLSocket socket) {
        if (!(socket.getSession() instanceof ExtendedSSLSession session)) {
            return List.of();
        }
        return session.getRequestedServerNames().stream()
                .map(name -> name instanceof SNIHostName host ? host.getAsciiName() : name.toString())
                .toList();
    }
}
