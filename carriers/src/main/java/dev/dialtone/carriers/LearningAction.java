package dev.dialtone.carriers;

/// What [NetworkLearning] asks of its driver.
sealed interface LearningAction {

    /// Give this whole IP packet to the peer.
    record Send(byte[] packet) implements LearningAction {}

    /// [NetworkLearning#known] is another; once settled, at most once a second.
    record Changed() implements LearningAction {}

    /// All that was asked is answered, or the patience is over; once. What comes later is [Changed].
    record Settled() implements LearningAction {}
}
