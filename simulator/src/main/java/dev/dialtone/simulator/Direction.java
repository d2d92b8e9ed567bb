package dev.dialtone.simulator;

/// Which of the two streams of a carrier.
public enum Direction {
    /// From the client to the server.
    UP,
    /// From the server to the client.
    DOWN
}
