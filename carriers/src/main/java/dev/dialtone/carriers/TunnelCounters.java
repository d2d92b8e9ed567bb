package dev.dialtone.carriers;

/// Traffic of one tunnel since it was created; packets are whole IP packets, bytes their lengths.
public record TunnelCounters(
        long bytesSent, long bytesReceived, long packetsSent, long packetsReceived, long dropped) {}
