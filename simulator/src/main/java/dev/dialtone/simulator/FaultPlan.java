package dev.dialtone.simulator;

import dev.dialtone.carriers.Transport;
import java.util.List;

/// Decides what befalls each carrier and each server.
@FunctionalInterface
public interface FaultPlan {
    /// Half of the round trip of [#CLEAN], 1 ms.
    long CLEAN_LATENCY_NANOS = 1_000_000;

    /// A good network and good servers, 2 ms away.
    FaultPlan CLEAN = (_, _) -> CarrierPlan.clean(LinkPlan.of(CLEAN_LATENCY_NANOS), LinkPlan.of(CLEAN_LATENCY_NANOS));

    /// What is to befall the carrier of that number, 1 for the network's first.
    CarrierPlan carrier(Transport.Target target, int number);

    /// When the server of that name is to go and to come back.
    default List<Outage> outages(String host) {
        return List.of();
    }
}
