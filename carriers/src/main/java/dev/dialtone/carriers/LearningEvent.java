package dev.dialtone.carriers;

import java.net.Inet4Address;
import org.jspecify.annotations.Nullable;

/// What can happen to [NetworkLearning].
sealed interface LearningEvent {

    /// PPP's network opened, or more of it.
    ///
    /// @param ipv4           our address, or null
    /// @param ipv6Identifier our interface identifier, or null
    record Opened(@Nullable Inet4Address ipv4, @Nullable Long ipv6Identifier) implements LearningEvent {}

    /// From now on questions may be sent (contract N2).
    ///
    /// @param patienceNanos how long the answers are waited for before it is [LearningAction.Settled] without
    record Start(long patienceNanos) implements LearningEvent {}

    /// An IP packet that may be an answer.
    record Packet(byte[] bytes) implements LearningEvent {}

    /// The time given by the last step has come.
    record Tick() implements LearningEvent {}
}
