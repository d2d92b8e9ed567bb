package dev.dialtone.testkit;

/// How far a client has come with the answerer, in the order in which it happens.
public enum AnswererStep {
    /// TCP stands; the server's reaction is to listen for TLS.
    TCP_ACCEPT,
    /// The ClientHello is here; the reaction is the rest of the handshake.
    TLS,
    /// The HTTP head is here; the reaction is the status line.
    HTTP,
    /// Call-Connect-Request is here; the reaction is Call-Connect-Ack.
    SSTP_CONNECT,
    /// The client's first LCP packet is here; the reaction is the server's LCP.
    LCP,
    /// LCP is open; the reaction is the challenge. With PAP, the request is here.
    AUTHENTICATE,
    /// The client's response is here; the reaction is success or failure.
    AUTH_RESPONSE,
    /// Call-Connected with the crypto binding is here; the reaction is to let data pass or to abort.
    CALL_CONNECTED,
    /// The client's first IPCP or IPV6CP packet is here; the reaction is the server's.
    IPCP,
    /// The network is open; the reaction is to answer packets.
    CONNECTED
}
