package dev.dialtone.carriers;

import java.net.Inet4Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What can happen to [NetworkLearning].
sealed interface LearningEvent {

    /// PPP's network opened, or more of it.
    ///
    /// @param ipv4           our address, or null
    /// @param ipv6Identifier our interface identifier, or null
    /// @param dns            the name servers of IPCP
    record Opened(@Nullable Inet4Address ipv4, @Nullable Long ipv6Identifier, List<Inet4Address> dns)
            implements LearningEvent {
        public Opened {
            dns = List.copyOf(dns);
        }
    }

    /// From now on questions may be sent (contract N2).
    ///
    /// @param patienceNanos  how long the answers are waited for before it is [LearningAction.Settled] without;
    ///                       name servers that are required have limits of their own
    /// @param roundTripNanos how long the carrier takes there and back
    record Start(LearningRequest wanted, long patienceNanos, long roundTripNanos) implements LearningEvent {}

    /// An IP packet that may be an answer.
    record Packet(byte[] bytes) implements LearningEvent {}

    /// The time given by the last step has come.
    record Tick() implements LearningEvent {}
}
