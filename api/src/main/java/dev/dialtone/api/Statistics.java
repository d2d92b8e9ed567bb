package dev.dialtone.api;

/// Traffic of an established connection.
///
/// @param connectedMillis since `Connected`; 0 before
public record Statistics(
        long bytesSent,
        long bytesReceived,
        long packetsSent,
        long packetsReceived,
        long dropped,
        long connectedMillis) {
    public static final Statistics NONE = new Statistics(0, 0, 0, 0, 0, 0);
}
